"""Names of the groups that the migrations create; ``home/migrations/0014_roles_of_the_newsroom.py`` gives them.

They are for demo content and tests. An office may rename its groups, or had groups of these names before, so rights
are read from permissions and workflow tasks only.
"""

#: Write articles and submit them.
CONTRIBUTORS = "Cộng tác viên"
#: Edit and approve.
EDITORS = "Biên tập viên"
#: Publish everywhere, and moderate comments and messages.
MANAGING_EDITORS = "Thư ký toà soạn"

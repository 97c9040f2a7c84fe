from wagtail.users.apps import WagtailUsersAppConfig


class PortalUsersConfig(WagtailUsersAppConfig):
    """Wagtail's app of users and groups with our views."""

    user_viewset = "mysite.staff.users.PortalUserViewSet"
    group_viewset = "mysite.staff.group_copies.PortalGroupViewSet"

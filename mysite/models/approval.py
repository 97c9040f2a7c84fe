"""Roles in single sections, and the workflow task that members of them may approve there."""

from typing import Any, ClassVar

from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Q, QuerySet
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from wagtail.models import GroupApprovalTask, Page, TaskState


class SectionRole(models.Model):
    """A group whose members have the role of another group, for one section only."""

    group = models.OneToOneField(Group, on_delete=models.CASCADE, related_name="section_role", verbose_name=_("group"))
    role = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="section_roles", verbose_name=_("role"))
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="section_roles", verbose_name=_("section"))

    class Meta:
        verbose_name = _("role in a section")
        verbose_name_plural = _("roles in sections")
        constraints: ClassVar = [models.UniqueConstraint(fields=["role", "page"], name="one_group_per_section_role")]

    def __str__(self) -> str:
        return f"{self.role}: {self.page}"


class SectionApprovalTask(GroupApprovalTask):
    """An approval by members of groups, anywhere, and by those who have the groups' role in the section of the page."""

    class Meta:
        verbose_name = _("Approval by groups and their members in sections")
        verbose_name_plural = _("Approvals by groups and their members in sections")

    @classmethod
    def get_description(cls) -> str:
        return str(_("Members of the chosen groups approve everywhere, members in one section approve its pages"))

    def get_section_paths(self, user: Any) -> list[str]:
        """Return the paths of the sections whose pages ``user`` may approve: an empty one is every page."""
        if user.is_superuser:
            return [""]
        cache: dict[int, list[str]] = user.__dict__.setdefault("_section_paths_of_tasks", {})
        if self.pk not in cache:
            groups = set(user.groups.values_list("pk", flat=True))
            roles = self.groups.values_list("pk", flat=True)
            is_everywhere = not groups.isdisjoint(roles)
            sections = SectionRole.objects.filter(group__in=groups, role__in=roles)
            cache[self.pk] = [""] if is_everywhere else list(sections.values_list("page__path", flat=True))
        return cache[self.pk]

    def may_approve(self, user: Any, instance: Any) -> bool:
        paths = self.get_section_paths(user)
        if isinstance(instance, Page):
            return any(instance.path.startswith(path) for path in paths)
        return "" in paths

    def get_approvers(self, instance: Any) -> QuerySet[Any]:
        """Return the accounts that may approve ``instance``, superusers aside."""
        from django.contrib.auth import get_user_model

        roles = self.groups.all()
        condition = Q(groups__in=roles)
        if isinstance(instance, Page):
            sections = SectionRole.objects.filter(role__in=roles, page__in=instance.get_ancestors(inclusive=True))
            condition |= Q(groups__in=sections.values("group"))
        return get_user_model()._default_manager.filter(condition).distinct()

    def user_can_access_editor(self, obj: Any, user: Any) -> bool:
        return self.may_approve(user, obj)

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        return not self.may_approve(user, obj)

    def user_can_lock(self, obj: Any, user: Any) -> bool:
        return self.may_approve(user, obj)

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, Any, bool]]:
        if not self.may_approve(user, obj):
            return []
        return [
            ("reject", _("Request changes"), True),
            ("approve", _("Approve"), False),
            ("approve", _("Approve with comment"), True),
        ]

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> QuerySet[TaskState]:
        states: QuerySet[TaskState] = self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
        paths = self.get_section_paths(user)
        if "" in paths:
            return states
        below = Q(pk__in=[])
        for path in paths:
            below |= Q(path__startswith=path)
        numbers = Page.objects.filter(below).order_by().annotate(number=Cast("pk", models.CharField(max_length=255)))
        return states.filter(
            workflow_state__base_content_type__app_label="wagtailcore",
            workflow_state__base_content_type__model="page",
            workflow_state__object_id__in=numbers.values("number"),
        )

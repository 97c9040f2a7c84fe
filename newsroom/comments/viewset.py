"""The queue of comments in the admin. Moderators decide and answer, but cannot edit the text."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, HelpPanel, ObjectList
from wagtail.permissions import ModelPermissionPolicy
from wagtail.snippets.views.snippets import EditView, SnippetViewSet

from mysite.editing.list_search import FoldedSearchIndexView
from mysite.text.plain import clean_plain_text
from newsroom.articles.published_reports import get_sections
from newsroom.models import Comment, NewsSection
from newsroom.models.comments import MAX_BODY_LENGTH

from .corrections import find_obstacle, publish_correction, suggest_correction
from .moderation import decide, find_moderated, reply_officially

#: The button of the form that publishes the correction.
CORRECT_BUTTON = "action-correct"


class ModerationForm(WagtailAdminModelForm):
    """The decision, and an answer of the office, which approves the comment too; for a report the correction."""

    official_reply = forms.CharField(
        label=_("Answer of the office"),
        required=False,
        max_length=MAX_BODY_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Shown below the comment at once, with the name of the office. Approves the comment."),
    )

    correction = forms.CharField(
        label=_("Correction"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("“Publish the correction” puts it above the article, with the date of today."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unused = {Comment.Status.CORRECTED}
        if self.instance.is_error_report:
            unused = {Comment.Status.APPROVED}
            del self.fields["official_reply"]
            self.fields["correction"].initial = suggest_correction(self.instance)
        else:
            del self.fields["correction"]
        if self.instance.status != Comment.Status.CORRECTED:  # which only the button sets
            unused.add(Comment.Status.CORRECTED)
        status = self.fields["status"]
        status.choices = [choice for choice in status.choices if choice[0] not in unused]

    def clean_official_reply(self) -> str:
        return clean_plain_text(self.cleaned_data["official_reply"])

    def clean_correction(self) -> str:
        text = clean_plain_text(self.cleaned_data["correction"])
        if self.is_correcting:
            if not any(map(str.isalnum, text)):
                raise forms.ValidationError(_("Please write the correction."))
            if obstacle := find_obstacle(self.instance, self.for_user):
                raise forms.ValidationError(obstacle)
        return text

    @property
    def is_correcting(self) -> bool:
        return CORRECT_BUTTON in self.data and self.instance.is_error_report


class CommentEditView(EditView):
    """Shows a comment; opening it changes nothing."""

    def save_instance(self) -> Comment:
        comment: Comment = Comment.objects.get(pk=self.object.pk)
        data, user = self.form.cleaned_data, self.request.user
        if self.form.is_correcting:
            publish_correction(report=comment, text=data["correction"], user=user)
        else:
            decide(comments=[comment], status=data["status"], user=user)
        if data.get("official_reply"):
            reply_officially(comment=comment, text=data["official_reply"], user=user)
        comment.refresh_from_db()
        self.has_content_changes = False  # logged above
        return comment


class ErrorReportPanel(HelpPanel):
    """A part of the form that only reports of errors have."""

    class BoundPanel(HelpPanel.BoundPanel):
        def is_shown(self) -> bool:
            return bool(self.instance.is_error_report)


class CommentFilterSet(WagtailFilterSet):
    """Filters the queue by status, section and kind."""

    section = django_filters.ModelChoiceFilter(
        label=pgettext_lazy("news", "Section"),
        queryset=get_sections,
        method="filter_section",
    )

    class Meta:
        model = Comment
        fields = ["status", "section", "is_error_report", "is_official"]

    def filter_section(self, comments: QuerySet[Comment], name: str, section: NewsSection) -> QuerySet[Comment]:
        return comments.filter(page__path__startswith=section.path)


class CountingMenuItem(MenuItem):
    """A menu item with the number of comments that wait for the user."""

    def render_component(self, request: HttpRequest) -> Any:
        component = super().render_component(request)
        if count := find_moderated(request.user).filter(status=Comment.Status.PENDING).count():
            component.label = f"{component.label} ({count})"
        return component


class ModerationPolicy(ModelPermissionPolicy):
    """Nobody adds comments in the admin: moderators answer those of readers."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action != "add" and super().user_has_permission(user, action)


class CommentViewSet(SnippetViewSet):
    """Comments of the pages that the user may publish."""

    model = Comment
    icon = "comment"
    menu_label = _("Comments")
    list_display = ["excerpt", "sender", "page", "created_at", "status"]
    filterset_class = CommentFilterSet
    index_view_class = FoldedSearchIndexView
    edit_view_class = CommentEditView
    search_fields = ["author_name", "body"]
    search_backend_name = None
    list_per_page = 50
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            *(FieldPanel(name, read_only=True) for name in ("body", "author_name", "page")),
            ErrorReportPanel(template="newsroom/admin/error_passage.html"),
            FieldPanel("status", widget=forms.RadioSelect),
            FieldPanel("official_reply"),
            FieldPanel("correction"),
            ErrorReportPanel(template="newsroom/admin/correction_button.html"),
            HelpPanel(template="newsroom/admin/comment_context.html"),
            *(FieldPanel(name, read_only=True) for name in ("author_email", "created_at")),
        ],
        base_form_class=ModerationForm,
    )

    @property
    def permission_policy(self) -> ModerationPolicy:
        return ModerationPolicy(self.model)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Comment]:
        return find_moderated(request.user).select_related("page")

    @cached_property
    def menu_item_class(self) -> type[MenuItem]:
        return type("CommentMenuItem", (CountingMenuItem, super().menu_item_class), {})

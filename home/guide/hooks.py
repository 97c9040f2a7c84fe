"""Admin hooks of the editors' guide: its page under “Help”, and links to its sections beside fields of pages."""

from typing import Any

from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, json_script
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from .contents import find_anchor, load_guide

#: Sections of the guide by the name of the form field, or prefix of the forms, whose panel links to them.
SECTIONS_OF_FIELDS = {
    "main_image": "2. Viết một bài",
    "body": "Các khối",
    "bylines": "7. Tác giả, đơn vị, câu nói trong ngày",
    "corrections": "6. Đính chính",
    "start_date": "8. Sự kiện",
    "frequency": "Sự kiện định kỳ",
    "status": "Hoãn, huỷ, xoá",
    "search_description": "14. Mô tả cho máy tìm kiếm và khi chia sẻ",
    "menu_links": "Trình đơn",
    "starts_at": "10. Thông báo trên mọi trang",
}


class GuideView(WagtailAdminTemplateMixin, TemplateView):
    page_title = _("Editors' guide")
    header_icon = "help"
    template_name = "home/guide/guide.html"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"guide": load_guide()}


@hooks.register("register_admin_urls")
def register_guide_url() -> list[URLPattern]:
    return [path("guide/", GuideView.as_view(), name="editors_guide")]


@hooks.register("register_help_menu_item")
def register_guide_menu_item() -> MenuItem:
    return MenuItem(_("Editors' guide"), reverse("editors_guide"), name="guide", icon_name="help", order=100)


@hooks.register("insert_editor_js")
def guide_links_js() -> SafeString:
    url = reverse("editors_guide")
    links = {name: f"{url}#{find_anchor(title)}" for name, title in SECTIONS_OF_FIELDS.items()}
    data = json_script({"label": gettext("Read about this in the editors' guide"), "links": links}, "guide-links")
    return format_html('{}<script defer src="{}"></script>', data, static("mysite/js/editing/guide-links.js"))

from django.urls import path
from django.utils.translation import gettext_lazy as _

from . import views
from .approval.views import ApprovalView, show_draft
from .contact.views import send_message

urlpatterns = [
    path(_("sitemap/"), views.site_map, name="site_map"),
    # Translators: gui-loi-nhan/<int:page_id>/ (part of an address)
    path(_("send-message/<int:page_id>/"), send_message, name="send_message"),
    # Translators: duyet-bai/<str:token>/ (part of an address)
    path(_("approval/<str:token>/"), ApprovalView.as_view(), name="approval"),
    # Translators: duyet-bai/<str:token>/ban-nhap/ (part of an address)
    path(_("approval/<str:token>/draft/"), show_draft, name="approval_draft"),
]

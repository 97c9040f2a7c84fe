"""Settings of Wagtail and its packages that are the same in every deployment."""

from django.utils.translation import gettext_lazy as _

WAGTAIL_SITE_NAME = _("Education portal")
WAGTAIL_I18N_ENABLED = True
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False  # else untranslated text goes live under /en/
WAGTAIL_USER_TIME_ZONES = ["Asia/Ho_Chi_Minh", "UTC"]
WAGTAIL_DATE_FORMAT = "%d/%m/%Y"
WAGTAIL_DATETIME_FORMAT = "%d/%m/%Y %H:%M"
WAGTAIL_TIME_FORMAT = "%H:%M"
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_FINISH_WORKFLOW_ACTION = "home.approval.finish.publish_if_approved_by_account"
WAGTAILADMIN_RICH_TEXT_EDITORS = {"default": {"WIDGET": "mysite.editing.draftail.DraftailInput"}}
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []  # no request ever leaves the machine
WAGTAILIMAGES_IMAGE_MODEL = "mysite.PortalImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "mysite.images.forms.PortalImageForm"  # refuses damaged files
WAGTAILIMAGES_CHOOSER_PAGE_SIZE = 60  # a choice of many ends at the end of its page
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "heic", "jfif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000
WAGTAILDOCS_DOCUMENT_FORM_BASE = "mysite.media.forms.PortalDocumentForm"
WAGTAILDOCS_DOCUMENT_MODEL = "mysite.PortalDocument"
WAGTAILDOCS_EXTENSIONS = "csv doc docx odp ods odt pdf ppt pptx rar rtf txt xls xlsx zip".split()
WAGTAILAPI_LIMIT_MAX = 50
# As by default, but for JSON that is nested too deeply.
REST_FRAMEWORK = {
    "DEFAULT_PARSER_CLASSES": [
        "mysite.api.parsers.BoundedJSONParser",
        "rest_framework.parsers.FormParser",
        "rest_framework.parsers.MultiPartParser",
    ]
}
WAGTAILSEARCH_HITS_MAX_AGE = 90  # days that search terms are counted for
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "search.engine.backend"}}
TAGGIT_CASE_INSENSITIVE = True
TAGGIT_TAGS_FROM_STRING = "mysite.text.tags.parse_tags"

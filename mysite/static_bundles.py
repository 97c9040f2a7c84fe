"""Style sheets and scripts that ``collectstatic`` joins, so that a page needs fewer requests."""

from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

FOLDERS = {"css": "mysite/css", "js": "mysite/js"}
#: The parts of each bundle, in their order, by its name. All are in the folder of their kind.
BUNDLES = {
    "site.css": ("tokens.css", "base.css", "frame.css"),
    "home-all.css": ("listing.css", "events.css", "home.css"),
    "article-all.css": ("article.css", "photos.css", "article-parts.css", "share.css"),
    "site.js": ("menu.js", "suggest.js", "view-count.js"),
    "article-all.js": ("listen.js", "media.js", "share.js", "save.js", "comments.js", "report-error.js"),
}


def list_parts(bundle: str) -> list[str]:
    """Return the names of the static files in a bundle."""
    return [get_path(part) for part in BUNDLES[bundle]]


def get_path(name: str) -> str:
    return f"{FOLDERS[name.rpartition('.')[2]]}/{name}"


class BundlingStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage with hashed and compressed files, which also has the bundles."""

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Any:
        for bundle in () if dry_run else BUNDLES:
            path = get_path(bundle)
            parts = [paths[part] for part in list_parts(bundle)]
            content = b"\n".join(storage.open(name).read() for storage, name in parts)
            self.delete(path)
            self.save(path, ContentFile(content))
            paths[path] = self, path
        yield from super().post_process(paths, dry_run, **options)

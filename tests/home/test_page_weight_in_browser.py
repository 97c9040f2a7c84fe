"""What a visitor downloads: bytes and requests before scrolling, images in the size shown, scripts, the logo.

Style sheets and scripts are those that collectstatic makes. Text is counted compressed, as nginx and gunicorn send it.
"""

import gzip
import mimetypes
from itertools import product
from pathlib import Path

import pytest
from django.contrib.staticfiles import storage
from django.core.files.images import ImageFile

from mysite.images.filters import LOGO
from mysite.static_bundles import BUNDLES
from tests.support import factories
from tests.support.renditions import make_renditions
from tests.support.samples import sample

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

IMAGES = Path("home/demo/images")
PHONE = {"viewport": {"width": 412, "height": 823}, "device_scale_factor": 1.75, "is_mobile": True, "has_touch": True}
#: Widths in CSS pixels, each with the device pixels to a CSS pixel.
SCREENS = sample([(360, 2), (412, 1.75), (768, 1), (1280, 1), (1280, 2)], 2)
#: Limits in bytes: the page, and what a page that is not named here may have.
LIMITS = {"home": 150_000, "article": 120_000}
MAX_REQUESTS, MAX_SCRIPTS, MAX_LOGO, MAX_RATIO = 15, 15_000, 5_000, 1.5
#: The pixels of each image of the page, across and down, and those of the screen on which it is shown.
MEASURE = """async () => {
  for (let y = 0; y < document.body.scrollHeight; y += 300) {
    scrollTo(0, y);
    await new Promise((done) => setTimeout(done, 30));
  }
  const shown = [...document.images].filter((image) => image.checkVisibility() && /webp|jpg/.test(image.currentSrc));
  return Promise.all(shown.map(async (image) => {
    await image.decode();
    const file = await createImageBitmap(await (await fetch(image.currentSrc)).blob());
    const box = image.getBoundingClientRect();
    const pixels = [file.width / box.width / devicePixelRatio, file.height / box.height / devicePixelRatio];
    return { url: image.currentSrc, ratio: Math.min(...pixels), isLargest: !/width-|fill-/.test(image.currentSrc)
      || image.srcset.split(",").every((entry) => parseInt(entry.trim().split(" ")[1]) <= file.width),
      isSmallest: new URL(image.src).pathname === new URL(image.currentSrc).pathname };
  }));
}"""


@pytest.fixture
def static_files(settings, tmp_path) -> Path:
    """The collected style sheets and scripts of the portal, hashed and joined."""
    settings.STATIC_ROOT = str(tmp_path / "static")
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "mysite.static_bundles.BundlingStaticFilesStorage"},
    }
    files = storage.staticfiles_storage
    source = Path("mysite/static")
    names = [str(path.relative_to(source)) for path in source.rglob("*") if path.is_file()]
    for name in names:
        with (source / name).open("rb") as file:
            files.save(name, file)
    processed = files.post_process({name: (files, name) for name in names})
    assert not any(isinstance(done, Exception) for _, _, done in processed)
    return Path(settings.STATIC_ROOT)


@pytest.fixture
def open_tab(new_context, static_files):
    def open_in_context(**options):
        tab = new_context(**options).new_page()
        tab.route("**/static/**", lambda route: send_static_file(route, static_files))
        return tab

    return open_in_context


def send_static_file(route, folder):
    name = route.request.url.partition("/static/")[2]
    route.fulfill(body=(folder / name).read_bytes(), content_type=mimetypes.guess_type(name)[0])


@pytest.fixture
def urls(live_server, static_files) -> dict[str, str]:
    def create_image(name):
        return factories.ImageFactory(file=ImageFile((IMAGES / name).open("rb"), name))

    home = factories.get_home_page()
    home.logo = create_image("emblem.png")
    home.save()
    names = sorted(path.name for path in IMAGES.glob("*.webp"))[:9]
    main, *photos = [create_image(name) for name in names]
    section = factories.SectionFactory(title="Tin tức", show_in_menus=True)
    article = factories.ArticleFactory(
        title="Hội nghị", parent=section, main_image=main, is_headline=True, body=[factories.gallery_value(photos)]
    )
    for photo in photos[:4]:
        factories.ArticleFactory(title="Hội nghị khác", parent=section, main_image=photo, is_headline=True)
    event = factories.EventFactory(main_image=photos[5])
    make_renditions()
    home.logo.get_renditions(*LOGO)
    pages = {"home": home, "section": section, "article": article, "event": event}
    return {**{name: page.url for name, page in pages.items()}, "search": "/tim-kiem/?q=hội"}


def weigh(response) -> int:
    body = response.body()
    is_image = response.headers.get("content-type", "").startswith(("image/webp", "image/jpeg"))
    return len(body) if is_image else len(gzip.compress(body))


def test_pages_before_scrolling(open_tab, urls):
    found, too_heavy = {}, {}
    for name, url in urls.items():
        tab = open_tab(**PHONE)
        responses = []
        tab.on("response", lambda response, kept=responses: kept.append(response))
        tab.goto(url)
        tab.wait_for_load_state("networkidle")
        sizes = {response.url.rpartition("/")[2]: weigh(response) for response in responses}
        scripts = sum(size for file, size in sizes.items() if file.endswith(".js"))
        logo = sum(size for file, size in sizes.items() if "emblem" in file)
        found[name] = (sum(sizes.values()), len(responses), scripts, logo)
        limits = (LIMITS.get(name, max(LIMITS.values())), MAX_REQUESTS, MAX_SCRIPTS, MAX_LOGO)
        if any(value > limit for value, limit in zip(found[name], limits, strict=True)) or not logo:
            too_heavy[name] = found[name], sizes
    print(found)
    assert too_heavy == {}


@pytest.mark.long_form
def test_images_have_the_size_shown(open_tab, urls):
    """As large as shown or up to half as much more, unless there is none so large or so small."""
    wrong = []
    for (width, scale), (name, url) in product(SCREENS, urls.items()):
        tab = open_tab(viewport={"width": width, "height": 800}, device_scale_factor=scale)
        tab.goto(url)
        images = tab.evaluate(MEASURE)
        assert images, url
        for image in images:
            is_too_large = image["ratio"] > MAX_RATIO and not image["isSmallest"]
            is_blurred = image["ratio"] < 0.97 and not image["isLargest"]
            if is_too_large or is_blurred:
                wrong.append((width, name, image["url"].rpartition("/")[2], round(image["ratio"], 2)))
    assert wrong == []


def test_static_files_are_joined_and_hashed(static_files):
    files = storage.staticfiles_storage
    for bundle, parts in BUNDLES.items():
        folder = "mysite/css" if bundle.endswith(".css") else "mysite/js"
        content = (static_files / files.stored_name(f"{folder}/{bundle}")).read_text()
        assert files.stored_name(f"{folder}/{bundle}") != f"{folder}/{bundle}"
        for part in parts:
            assert Path(f"mysite/static/{folder}/{part}").read_text() in content

"""Nothing moves while a page arrives on a slow line."""

import pytest

from tests.support import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 412, "height": 823}
#: Bytes a second, so slow that the browser paints a page several times while it arrives.
THROUGHPUT = 100_000
#: The sum of the shifts that nobody can see.
LIMIT = 0.005
OBSERVE = """
    window.shifts = [];
    new PerformanceObserver(list => window.shifts.push(...list.getEntries().map(entry => [
        entry.value, entry.sources.map(source => source.node?.outerHTML?.slice(0, 80)),
    ]))).observe({type: 'layout-shift', buffered: true});
"""


@pytest.fixture
def urls(live_server) -> list[str]:
    factories.MottoFactory()
    factories.NoticeFactory.create_batch(2)
    section = factories.SectionFactory(title="Tin tức", show_in_menus=True)
    text = {"type": "paragraph", "value": "<p>Sở yêu cầu các trường báo cáo trước ngày 15.</p>" * 200}
    article = factories.ArticleFactory(parent=section, body=[text])
    factories.ArticleFactory.create_batch(11, parent=section)
    event = factories.EventFactory()
    month = f"{event.get_parent().url}?thang={event.start_date:%Y-%m}"
    return ["/", article.url, section.url, event.url, month]


def test_nothing_moves_while_a_page_arrives(new_context, urls):
    context = new_context(viewport=PHONE, device_scale_factor=1.75, is_mobile=True, has_touch=True)
    for url in urls:
        tab = context.new_page()
        tab.add_init_script(OBSERVE)
        network = {"offline": False, "latency": 100, "downloadThroughput": THROUGHPUT, "uploadThroughput": THROUGHPUT}
        context.new_cdp_session(tab).send("Network.emulateNetworkConditions", network)
        tab.goto(url)
        tab.wait_for_load_state("networkidle")
        shifts = tab.evaluate("window.shifts")
        assert sum(value for value, _sources in shifts) <= LIMIT, (url, shifts)
        tab.close()

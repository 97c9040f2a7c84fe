"""Articles are read aloud with a voice of the device. Headless Chromium has no voices, so the tests give it some."""

import json

import pytest
from playwright.sync_api import expect

from tests.support import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

#: Replaces the browser's speech: ``spoken`` is what is said and will be, ``finishOne()`` ends a text.
SPEECH = """
window.spoken = [];
let waiting = [];
const voices = VOICES;
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
window.refuseOne = (error) => waiting.shift().onerror({ error });
window.finishOne = () => { waiting.shift().onend(); waiting[0]?.onstart(); };
Object.defineProperty(window, "speechSynthesis", { value: Object.assign(new EventTarget(), {
  getVoices: () => (window.areVoicesLoaded ? voices : []),
  speak: (utterance) => {
    if (waiting.push(utterance) === 1) utterance.onstart();
    window.spoken.push([utterance.lang, utterance.text]);
  },
  cancel: () => {
    const all = waiting;
    waiting = [];
    window.spoken = [];
    all.forEach((utterance) => utterance.onend());
  },
}) });
window.loadVoices = () => { window.areVoicesLoaded = true; speechSynthesis.dispatchEvent(new Event("voiceschanged")); };
"""
LOCAL = {"lang": "vi-VN", "localService": True}
REMOTE = {"lang": "vi-VN", "localService": False}
FOREIGN = {"lang": "en-US", "localService": True}


@pytest.fixture
def article(live_server):
    body = [
        {"type": "heading", "value": {"text": "Nhiệm vụ", "level": "h2"}},
        {"type": "paragraph", "value": "<p>Đoạn một.</p><ul><li>Ý một<ol><li>Ý hai</li></ol></li></ul>"},
        {"type": "paragraph", "value": f"<p>{'Câu dài. ' * 100}</p>"},
        {"type": "table", "value": {"data": [["Lớp", "Sĩ số"], ["6A", "40"]], "table_caption": "Sĩ số"}},
    ]
    author = factories.AuthorFactory(name="Lê Văn Tám")
    correction = {"type": "correction", "value": {"date": "2026-11-02", "text": "<p>Ngày thi là 6/6.</p>"}}
    return factories.ArticleFactory(
        title="Hội nghị", lead="Sáng nay.", authors=(author,), body=body, corrections=[correction]
    )


@pytest.fixture
def open_article(page, article):
    """Return a function that opens the article on a device with the given voices."""

    def open_article(*voices):
        page.add_init_script(SPEECH.replace("VOICES", json.dumps(voices)))
        page.goto(article.url)
        page.evaluate("loadVoices()")
        return page

    return open_article


LONG = ["Câu dài. " * 55, "Câu dài. " * 45]
TEXTS = [
    *("Hội nghị", "Đính chính, 02/11/2026", "Ngày thi là 6/6.", "Sáng nay.", "Nhiệm vụ", "Đoạn một.", "Ý một", "Ý hai"),
    *(text.strip() for text in LONG),
]


def test_texts_are_read_in_order(open_article):
    page = open_article(FOREIGN, REMOTE, LOCAL)
    page.get_by_role("button", name="Nghe bài").click()
    expect(page.get_by_role("button", name="Tạm dừng")).to_be_visible()
    assert page.evaluate("spoken") == [["vi-VN", text] for text in TEXTS]
    for _ in TEXTS:
        page.evaluate("finishOne()")
    expect(page.get_by_role("button", name="Nghe bài")).to_be_visible()
    expect(page.get_by_role("button", name="Dừng", exact=True)).to_be_hidden()


def test_reading_is_paused_continued_and_stopped(open_article):
    page = open_article(LOCAL)
    page.get_by_role("button", name="Nghe bài").click()
    page.evaluate("finishOne()")
    page.get_by_role("button", name="Tạm dừng").click()
    assert page.evaluate("spoken") == []
    page.get_by_role("button", name="Nghe tiếp").click()
    assert page.evaluate("spoken") == [["vi-VN", text] for text in TEXTS[1:]]
    page.get_by_role("button", name="Dừng", exact=True).click()
    assert page.evaluate("spoken") == []
    expect(page.get_by_role("button", name="Nghe bài")).to_be_focused()


def test_refused_text_ends_the_reading(open_article):
    page = open_article(LOCAL)
    page.get_by_role("button", name="Nghe bài").click()
    page.evaluate("refuseOne('text-too-long')")
    expect(page.get_by_role("button", name="Nghe bài")).to_be_visible()
    assert page.evaluate("spoken") == []


@pytest.mark.parametrize("voices", [[], [REMOTE], [FOREIGN]])
def test_no_button_without_a_voice_of_the_device(open_article, voices):
    expect(open_article(*voices).locator(".listen")).to_be_hidden()

"""The content of a drill's portal: ten pages that everybody reads, an editor, a contact page.

``python -m drills.content`` creates it on the database of the environment and prints a ``Content`` as JSON.
"""

import dataclasses
import json
from dataclasses import dataclass

PAGES = 10
USERNAME, PASSWORD, SECRET_KEY = "bien-tap", "mat-khau", "k" * 50


@dataclass(frozen=True)
class Content:
    #: The ten most read pages: home page, section and articles.
    pages: list[str]
    #: The article that the editor publishes again and again.
    edited_pk: int
    edited_path: str
    #: What the editor's form for it submits, as it was at first.
    edited_form: dict[str, str]
    #: The contact page, and where its form is sent.
    contact_pk: int
    send_path: str


def create_content() -> Content:
    from tests.support import factories
    from tests.support.article_form import article_data
    from tests.support.contact_form import get_send_url
    from tests.support.editors import MANAGING_EDITORS, create_editor

    section = factories.SectionFactory(title="Tin tức")
    articles = [factories.ArticleFactory(title=f"Lịch thi môn {number}", parent=section) for number in range(PAGES - 1)]
    for article in articles:
        article.save_revision().publish()
    home = factories.get_home_page()
    home.body = [{"type": "latest_news", "value": {"title": "", "count": 5}}]
    home.save_revision().publish()
    create_editor(MANAGING_EDITORS, username=USERNAME)
    contact = factories.ContactPageFactory(title="Liên hệ")
    *read, edited = articles
    pages = ["/", section.url, *(article.url for article in read)]
    return Content(pages, edited.pk, edited.url, article_data(edited), contact.pk, get_send_url(contact))


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(dataclasses.asdict(create_content())))

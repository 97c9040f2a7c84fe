"""Values computed for one page are used for others of the same content generation, host and language, and no longer."""

import pytest
from django.test import RequestFactory
from django.utils import translation
from wagtail.models import Site

from home.site_layout import build_site_layout
from mysite.content_generation import raise_generation
from mysite.generation_cache import GenerationCache, get_or_compute, get_or_compute_many
from mysite.http import page_cache
from mysite.wsgi import page_cache as portal_cache
from tests.support import factories
from tests.support.wsgi_client import request


def double(keys: list[int]) -> dict[int, int]:
    return {key: 2 * key for key in keys}


class TestValues:
    def test_value_is_computed_once(self):
        cache, computed = GenerationCache(), iter(range(9))
        with cache.open("a"):
            assert [get_or_compute("x", lambda: next(computed)) for _ in range(3)] == [0, 0, 0]
        with cache.open("a"):
            assert get_or_compute("x", lambda: next(computed)) == 0
        with GenerationCache().open("a"):
            assert get_or_compute("x", lambda: next(computed)) == 1

    def test_value_is_computed_each_time_outside_the_page_cache(self):
        computed = iter(range(9))
        assert [get_or_compute("x", lambda: next(computed)) for _ in range(3)] == [0, 1, 2]

    def test_value_varies(self):
        cache, computed = GenerationCache(), iter(range(12))
        for host in "ab":
            for language in ("vi", "en"):
                for variable in (None, 1, 2):
                    with cache.open(host), translation.override(language):
                        expected = next(computed)
                        for _ in range(2):
                            value = get_or_compute("x", lambda expected=expected: expected, variable)
                            assert value == expected
                        assert get_or_compute("y", lambda: "other name", variable) == "other name"

    def test_none_is_a_value(self):
        with GenerationCache().open("a"):
            assert get_or_compute("x", lambda: None) is None
            assert get_or_compute("x", lambda: 1) is None

    def test_only_missing_values_are_computed(self):
        requested = []

        def compute(keys):
            requested.append(keys)
            return double(keys)

        with GenerationCache().open("a"):
            assert get_or_compute_many("x", [1, 2], compute) == {1: 2, 2: 4}
            assert get_or_compute_many("x", [2, 3], compute) == {2: 4, 3: 6}
            assert get_or_compute_many("x", [3, 1], compute) == {3: 6, 1: 2}
            assert get_or_compute_many("x", [], compute) == {}
        assert requested == [[1, 2], [3]]
        assert get_or_compute_many("x", [], compute) == {}
        assert requested == [[1, 2], [3]]

    def test_failed_computation_is_not_kept(self):
        with GenerationCache().open("a"):
            with pytest.raises(ZeroDivisionError):
                get_or_compute("x", lambda: 1 // 0)
            assert get_or_compute("x", lambda: 1) == 1


@pytest.mark.django_db
class TestPages:
    def test_pages_share_menu_and_links(self, django_assert_max_num_queries):
        section = factories.SectionFactory(title="Tin tuyển sinh", show_in_menus=True)
        text = f'<p><a linktype="page" id="{section.pk}">Tuyển sinh</a></p>'
        articles = factories.ArticleFactory.create_batch(
            3, parent=section, body=[{"type": "paragraph", "value": text}] * 4
        )
        first = request(articles[0].url).text
        # Without them: site, home page, menu, ancestors, motto, notices, and two for the link.
        with django_assert_max_num_queries(15):
            second = request(articles[1].url).text
        for html in (first, second):
            assert html.count(f'<a href="{section.url}">Tuyển sinh</a>') == 4
            assert f'<a href="{section.url}" aria-current="true">Tin tuyển sinh</a>' in html
        section.unpublish()
        raise_generation()  # as the commit does
        assert "Tin tuyển sinh" not in request("/").text
        assert f'href="{section.url}"' not in request(articles[2].url).text

    def test_another_generation_or_a_long_time_begins_anew(self, monkeypatch):
        request("/")
        values = portal_cache.values
        request("/so-do-cong/")
        assert portal_cache.values is values
        raise_generation()
        request("/")
        assert portal_cache.values is not values
        values = portal_cache.values
        monkeypatch.setattr(page_cache, "MAX_AGE", -1)
        request("/tim-kiem/")
        assert portal_cache.values is not values

    def test_shared_home_page_is_not_changed_by_a_request(self):
        with portal_cache.values.open("testserver"):
            homes = []
            for path in ("/a/", "/b/"):
                http_request = RequestFactory().get(path)
                homes.append(build_site_layout(http_request, None).home)
                homes[-1].title = path
                assert http_request._wagtail_site == Site.objects.get()
            assert [home.title for home in homes] == ["/a/", "/b/"]
            assert homes[0] is not homes[1]

"""The page layouts of four kinds of portal, as far as an import has to find its way in them."""

from collections.abc import Iterator
from dataclasses import dataclass

OtherPage = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Entry:
    """An article of the mirror: identifier, title, day, lead and the HTML of its body."""

    id: str
    title: str
    day: str
    lead: str
    body: str


class Layout:
    """The pages of one kind of portal; URLs are paths on ``host``."""

    host = ""

    def article(self, entry: Entry, others: list[Entry]) -> str:
        raise NotImplementedError

    def print_view(self, entry: Entry) -> str:
        raise NotImplementedError

    def article_urls(self, entry: Entry) -> list[str]:
        raise NotImplementedError

    def print_url(self, entry: Entry) -> str:
        raise NotImplementedError

    def other_pages(self, entries: list[Entry]) -> Iterator[OtherPage]:
        """Yield URL, kind and HTML of the pages that are no articles."""
        raise NotImplementedError

    def link(self, entry: Entry) -> str:
        return f'<a href="http://{self.host}{self.article_urls(entry)[0]}">{entry.title}</a>'


class NukeViet(Layout):
    """Teasers in panels; a related list below the article; ``savefile`` and ``print`` views."""

    host = "nukeviet.example"

    def _page(self, title: str, content: str, kind: str = "website") -> str:
        return (
            f'<html><head><title>{title} - Phòng Giáo dục</title><meta property="og:type" content="{kind}">'
            f"</head><body>"
            '<header><div class="logo"><a href="/">Phòng Giáo dục An Sơn</a></div><span>Thứ bảy, 21/11/2020'
            "</span></header>"
            '<nav class="menu"><ul><li><a href="/tin/">Tin tức</a></li></ul></nav>'
            f'<ul class="breadcrumbs"><li><a href="/">Trang nhất</a></li><li><a href="/tin/">Tin tức</a></li>'
            f"</ul>{content}"
            "<footer><p>Phòng Giáo dục huyện An Sơn, số 1 đường Hùng Vương</p></footer></body></html>"
        )

    def article(self, entry: Entry, others: list[Entry]) -> str:
        related = "".join(f"<li>{self.link(other)} <span>({other.day})</span></li>" for other in others)
        return self._page(
            entry.title,
            f'<div class="panel-body"><h1 class="title">{entry.title}</h1><em class="time">Thứ hai - {entry.day}'
            f" 08:15</em>"
            f'<div id="hometext">{entry.lead}</div><div class="bodytext" id="news-bodyhtml">{entry.body}</div>'
            "<p><strong>Tác giả bài viết:</strong> Lê Văn Tám</p></div>"
            f'<div class="panel"><p class="h3"><strong>Những tin mới hơn</strong></p><ul>{related}</ul></div>',
            "article",
        )

    def print_view(self, entry: Entry) -> str:
        return (
            f"<html><head><title>{entry.title}</title></head><body onload='window.print()'><div id='print'>"
            f"<h2 class='hdtitle'>{entry.title}</h2><ul><li>Thứ hai - {entry.day} 08:15</li></ul>"
            f"<div id='hometext'>{entry.lead}</div><div>{entry.body}</div>"
            "<div>Tác giả bài viết: Lê Văn Tám</div><div>Chú ý: Việc đăng lại bài viết phải ghi rõ nguồn</div>"
            "</div></body></html>"
        )

    def article_urls(self, entry: Entry) -> list[str]:
        return [f"/tin/bai-{entry.id}.html", f"/noi-bat/bai-{entry.id}.html", f"/index.php?nv=news&id={entry.id}"]

    def print_url(self, entry: Entry) -> str:
        return f"/tin/print/bai-{entry.id}.html"

    def _teaser(self, entry: Entry) -> str:
        return (
            f'<div class="news_column panel"><div class="featured"><h2>{self.link(entry)}</h2><ul><li>{entry.day}'
            f" 08:15</li>"
            f'</ul><a href="#"><img src="/anh/h0.png" width="100"></a><p class="text-justify">{entry.lead}'
            f" {entry.lead}</p></div></div>"
        )

    def other_pages(self, entries: list[Entry]) -> Iterator[OtherPage]:
        big, *rest = entries
        links = "".join(f"<li>{self.link(entry)}</li>" for entry in rest[:8])
        home = f"{self._teaser(big)}<h3>Tin mới nhất</h3><ul>{links}</ul>"
        yield "/", "home page", self._page("Trang nhất", home)
        for page, part in enumerate((entries[:6], entries[6:12], entries[12:18], entries[18:24]), start=1):
            url = "/tin/" if page == 1 else f"/tin/page-{page}/"
            yield url, "list of articles", self._page(f"Tin tức - Trang {page}", "".join(map(self._teaser, part)))
        yield "/tin/tag/doc-sach/", "tag page", self._page("doc-sach", "".join(map(self._teaser, entries[3:8])))
        found = "".join(f"<h3>{self.link(entry)}</h3><p>{entry.lead} … {entry.lead}</p>" for entry in entries[:5])
        yield "/seek/?q=sach", "search results", self._page("Tìm kiếm", f"<p>Tìm thấy 5 kết quả</p>{found}")


class Joomla(Layout):
    """Tables of Joomla 1.5: the title of an article is a link to itself, its lists look the same."""

    host = "joomla.example"

    def _page(self, title: str, content: str) -> str:
        latest = "".join(
            f'<tr><td><a href="/index.php?option=com_content&view=article&id=9{n}">Thông báo số {n} về lịch nghỉ'
            f" hè năm nay</a></td></tr>"
            for n in range(5)
        )
        return (
            f"<html><head><title>{title}</title></head><body><table><tr><td colspan=2>TRƯỜNG THCS BÌNH MINH</td></tr>"
            f"<tr><td>{content}</td><td><table>{latest}</table></td></tr></table></body></html>"
        )

    def _item(self, entry: Entry, text: str, more: str = "") -> str:
        return (
            f'<table class="contentpaneopen"><tr><td class="contentheading">'
            f'<a class="contentpagetitle" href="http://{self.host}{self.article_urls(entry)[0]}">{entry.title}'
            f"</a></td></tr></table>"
            f'<table class="contentpaneopen"><tr><td class="createdate">Thứ hai, {entry.day} 08:15</td></tr>'
            f'<tr><td valign="top">{text}</td></tr>{more}</table>'
        )

    def article(self, entry: Entry, others: list[Entry]) -> str:
        links = "".join(f"<li>{self.link(other)}</li>" for other in others)
        return self._page(
            entry.title,
            self._item(entry, f"<p>{entry.lead}</p>{entry.body}<h4>Bài cùng chuyên mục</h4><ul>{links}</ul>"),
        )

    def print_view(self, entry: Entry) -> str:
        item = self._item(entry, f"<p>{entry.lead}</p>{entry.body}")
        return f"<html><head><title>{entry.title}</title></head><body class='contentpane'>{item}</body></html>"

    def article_urls(self, entry: Entry) -> list[str]:
        url = f"/index.php?option=com_content&view=article&id={entry.id}"
        return [url, f"{url}&Itemid=3", f"/tin-truong/{entry.id}-bai.html"]

    def print_url(self, entry: Entry) -> str:
        return f"/index.php?view=article&id={entry.id}&tmpl=component&print=1"

    def other_pages(self, entries: list[Entry]) -> Iterator[OtherPage]:
        def blog(part: list[Entry]) -> str:
            return "".join(
                self._item(
                    entry,
                    f"<p>{entry.lead}</p>{entry.body}",
                    f'<tr><td><a class="readon" href="{self.article_urls(entry)[0]}">Đọc thêm...</a></td></tr>',
                )
                for entry in part
            )

        intro = "<div class='contentdescription'>Nơi đăng tin về các hoạt động của nhà trường trong năm học này.</div>"
        yield "/", "home page", self._page("Trang chủ", blog(entries[1:5]))
        for n in range(4):
            url = f"/index.php?option=com_content&view=category&layout=blog&id={n}"
            heading = f'<div class="componentheading">Tin nhà trường</div>{intro if n % 2 else ""}'
            yield url, "list of articles", self._page("Tin nhà trường", heading + blog(entries[n * 4 : n * 4 + 4]))
        rows = "".join(
            f"<tr><td>{n}</td><td>{self.link(e)}</td><td>{e.day}</td></tr>" for n, e in enumerate(entries[:9])
        )
        table = f'<div class="componentheading">Thông báo</div><table class="category">{rows}</table>'
        yield "/thong-bao", "list of articles", self._page("Thông báo", table)
        found = "".join(f"<fieldset><div>{self.link(e)}</div><div>{e.lead}</div></fieldset>" for e in entries[5:9])
        yield "/index.php?searchword=sach", "search results", self._page("Tìm kiếm", found)


class Vnpt(Layout):
    """Nested tables without class names that say anything, columns of links on both sides, and a frameset."""

    host = "vnpt.example"

    def _page(self, title: str, content: str) -> str:
        column = "".join(
            f'<tr><td><a href="ChiTiet.aspx?ID=8{n}">Công văn số {n} hướng dẫn nhiệm vụ năm học</a></td></tr>'
            for n in range(6)
        )
        return (
            f"<html><head><title>{title}</title></head><body><form action='x.aspx'><table><tr><td colspan=3>"
            "CỔNG THÔNG TIN PHÒNG GIÁO DỤC</td></tr><tr><td>Thứ bảy, ngày 21 tháng 11 năm 2020</td></tr>"
            f"<tr><td><table>{column}</table></td><td>{content}</td><td><table>{column}</table></td></tr>"
            "<tr><td colspan=3>Bản quyền thuộc Phòng Giáo dục</td></tr></table></form></body></html>"
        )

    def article(self, entry: Entry, others: list[Entry]) -> str:
        links = "".join(f"<tr><td>{self.link(other)} ({other.day})</td></tr>" for other in others)
        return self._page("Phòng Giáo dục", f"{self._text(entry)}<table><tr><td>Các tin khác</td></tr>{links}</table>")

    def _text(self, entry: Entry) -> str:
        return (
            f'<span id="ctl00_lblTieuDe" class="TieuDe">{entry.title}</span><br><span id="ctl00_lblNgay">Cập nhật'
            f" lúc: {entry.day} "
            f'08:15</span><br><div id="ctl00_lblTomTat">{entry.lead}</div><div id="ctl00_lblNoiDung">{entry.body}</div>'
        )

    def print_view(self, entry: Entry) -> str:
        return f"<html><head><title>In tin</title></head><body>{self._text(entry)}</body></html>"

    def article_urls(self, entry: Entry) -> list[str]:
        return [f"/ChiTiet.aspx?{query}={entry.id}" for query in ("ID", "cat=2&ID", "cat=5&ID")]

    def print_url(self, entry: Entry) -> str:
        return f"/In-bai.aspx?ID={entry.id}"

    def other_pages(self, entries: list[Entry]) -> Iterator[OtherPage]:
        def teasers(part: list[Entry]) -> str:
            return "".join(
                f'<table><tr><td><img src="/anh/h1.png" width="90"></td><td>{self.link(e)} <i>({e.day})</i>'
                f"<br>{e.lead}<br>"
                f'<a href="ChiTiet.aspx?ID={e.id}">Xem tiếp</a></td></tr></table>'
                for e in part
            )

        yield (
            "/Default.aspx",
            "home page",
            self._page("Phòng Giáo dục", teasers(entries[:1]) + "".join(map(self.link, entries[1:7]))),
        )
        for n in range(5):
            page = self._page(
                "Phòng Giáo dục", f'<span class="TieuDeMuc">Tin tức sự kiện</span>{teasers(entries[n * 5 : n * 5 + 5])}'
            )
            yield f"/ChuyenMuc.aspx?cat=2&page={n}", "list of articles", page
        frames = '<frameset rows="90,*"><frame src="tren.html"><frame src="Default.aspx"></frameset>'
        yield "/khung.html", "frameset", f"<html><head><title>Phòng Giáo dục</title></head>{frames}</html>"


class WordPress(Layout):
    """Body classes say what a page is; archives show the whole text of articles."""

    host = "wordpress.example"

    def _page(self, title: str, classes: str, content: str) -> str:
        recent = "".join(f'<li><a href="/{n}/">Ghi chép về một buổi học ngoài trời</a></li>' for n in range(5))
        return (
            f'<html><head><title>{title} – Trường Tiểu học Hòa Bình</title></head><body class="{classes}"><header>'
            f'<p class="site-title"><a href="/">Trường Tiểu học Hòa Bình</a></p></header><main>{content}</main>'
            f'<aside class="widget"><h2 class="widget-title">Bài mới</h2><ul>{recent}</ul></aside></body></html>'
        )

    def _post(self, entry: Entry, heading: str) -> str:
        date = "-".join(reversed(entry.day.split("/")))
        return (
            f'<article class="post">{heading}<span class="posted-on"><time class="entry-date"'
            f' datetime="{date}T08:15:00+07:00">'
            f'{entry.day}</time></span><div class="entry-content"><p>{entry.lead}</p>{entry.body}</div></article>'
        )

    def article(self, entry: Entry, others: list[Entry]) -> str:
        related = "".join(f"<div><h4>{self.link(other)}</h4><p>{other.lead}</p></div>" for other in others[:4])
        post = self._post(entry, f'<h1 class="entry-title">{entry.title}</h1>')
        section = '<div class="breadcrumbs"><a href="/">Trang chủ</a> » <a href="/category/tin/">Tin trường</a></div>'
        content = f'{section}{post}<div class="related"><h3>Có thể bạn quan tâm</h3>{related}</div>'
        return self._page(entry.title, "post-template-default single single-post", content)

    def print_view(self, entry: Entry) -> str:
        post = self._post(entry, f"<h1>{entry.title}</h1>")
        return f"<html><head><title>{entry.title}</title></head><body>{post}</body></html>"

    def article_urls(self, entry: Entry) -> list[str]:
        return [f"/2013/bai-{entry.id}/", f"/?p={entry.id}", f"/2013/bai-{entry.id}/amp/"]

    def print_url(self, entry: Entry) -> str:
        return f"/2013/bai-{entry.id}/print/"

    def other_pages(self, entries: list[Entry]) -> Iterator[OtherPage]:
        def archive(title: str, part: list[Entry]) -> str:
            loop = "".join(self._post(entry, f'<h2 class="entry-title">{self.link(entry)}</h2>') for entry in part)
            return f'<header class="page-header"><h1 class="page-title">{title}</h1></header>{loop}'

        pages = (
            ("/", "home page", "home blog", "Trang chủ", entries[:6]),
            ("/category/tin/", "list of articles", "archive category", "Chuyên mục: Tin", entries[2:8]),
            ("/category/tin/page/2/", "list of articles", "archive category paged", "Tin", entries[8:14]),
            ("/category/it/", "list of articles", "archive category", "Tin ít", entries[5:6]),
            ("/tag/doc-sach/", "tag page", "archive tag", "Thẻ: đọc sách", entries[4:7]),
            ("/author/tam/", "author page", "archive author", "Tác giả: Tám", entries[:3]),
            ("/?s=sach", "search results", "search search-results", "Kết quả tìm kiếm", entries[:4]),
        )
        for url, kind, classes, title, part in pages:
            yield url, kind, self._page(title, classes, archive(title, part))
        nothing = "<h1>Kết quả tìm kiếm cho: xe</h1><p>Không có bài viết nào phù hợp với từ khóa của bạn.</p>"
        yield "/?s=xe", "search results", self._page("Tìm kiếm", "search search-no-results", nothing)


LAYOUTS: tuple[Layout, ...] = (NukeViet(), Joomla(), Vnpt(), WordPress())

"""Requests that try to put a wrong page into a shared cache."""

HOSTS = [
    *("evil.example", "evil.example:80", "testserver.evil.example", "testserver@evil", "testserver/evil"),
    *("testserver:1", "TESTSERVER", "testserver.", "127.0.0.1", "[::1]", "", "a" * 300),
    *("testserver evil", "testserver\\evil", "testserver#"),
]

#: Paths and query strings; ``{}`` is the URL of a page with one parameter.
PATHS = [
    *("{}&page=99", "{}&q=%3Cscript%3E", "{}&fbclid=x&fbclid=y", "{}&utm_source=evil", "{}?", "{}#x", "{}&%00"),
    *("{}&a=%ff", "{}%26x=1", "{};x=1", "//evil.example{}", "/.{}", "/%2e{}", "/x/..{}"),
]

_HOST, _CLOSE = "Host: testserver", "Connection: close"
_CHUNKED = "Transfer-Encoding: chunked"
#: Lines of requests that no client library would send; ``{url}`` is the URL of a page.
RAW_REQUESTS = [
    ["GET http://evil.example{url} HTTP/1.1", _HOST, _CLOSE, "", ""],
    ["GET {url} HTTP/1.1", _HOST, "Host: evil.example", _CLOSE, "", ""],
    ["GET {url} HTTP/1.1", "Host : evil.example", _HOST, _CLOSE, "", ""],
    ["GET {url} HTTP/1.1", _HOST, " X-Folded: evil", _CLOSE, "", ""],
    ["GET {url} HTTP/1.1", _HOST, "Cookie: a=b", "Cookie: portal_session=x", _CLOSE, "", ""],
    ["GET {url} HTTP/1.1", _HOST, "Content-Length: 5", _CLOSE, "", "q=abc"],
    ["GET {url} HTTP/1.1", _HOST, _CHUNKED, _CLOSE, "", "5", "q=abc", "0", "", ""],
    ["GET {url} HTTP/1.1", _HOST, "Content-Length: 5", _CHUNKED, "", "0", "", "GET /x HTTP/1.1", "", ""],
    ["GET {url} HTTP/1.0", "", ""],
    ["GET {url}", "", ""],
    ["get {url} HTTP/1.1", _HOST, _CLOSE, "", ""],
    ["BREW {url} HTTP/1.1", _HOST, _CLOSE, "", ""],
]


_EVIL = "evil.example"
_NAMES = "Host Server Prefix Proto Protocol Ssl Scheme Port For Uri Path Method".split()
#: Headers each of which would change the page if something used it.
POISONED_HEADERS: list[dict[str, str]] = [
    *({f"X-Forwarded-{name}": _EVIL} for name in _NAMES),
    *({f"X_Forwarded_{name}": _EVIL} for name in _NAMES),
    *({"X-Forwarded-Proto": value} for value in ("https", "http", "HTTPS", "https,http", "wss")),
    *({name: _EVIL} for name in ("X-Host", "X-Original-Host", "X-Real-IP", "True-Client-IP", "Via", "Forwarded")),
    *({name: "/admin/"} for name in ("X-Original-URL", "X-Rewrite-URL", "X-Script-Name", "PATH_INFO")),
    *({name: "POST"} for name in ("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override")),
    {"Forwarded": f"host={_EVIL};proto=https"},
    {"Accept-Language": "en"},
    {"Accept": "application/json"},
    {"Content-Type": "text/html; charset=utf-16"},
    {"X-Requested-With": "XMLHttpRequest"},
    {"User-Agent": f"<script>{_EVIL}</script>"},
    {"Referer": f"http://{_EVIL}/"},
    {"Origin": f"http://{_EVIL}"},
    {"Upgrade": "websocket", "Connection": "Upgrade"},
    {"Connection": "close, Host"},
    {"TE": "trailers"},
    {"Range": "bytes=0-9"},
    {"Range": "bytes=0-9", "If-Range": '"x"'},
    {"If-None-Match": "*"},
    {"If-Match": '"x"'},
    {"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"},
    {"If-Unmodified-Since": "Mon, 01 Jan 2001 00:00:00 GMT"},
    {"Cache-Control": "no-cache"},
    {"Pragma": "no-cache"},
    {"Cookie": "portal_session = abcdefghijklmnopqrstuvwxyz012345"},
    {"Cookie": "\tportal_session=abcdefghijklmnopqrstuvwxyz012345"},
    {"Cookie": "PORTAL_SESSION=abcdefghijklmnopqrstuvwxyz012345"},
    {"Cookie": "sessionid=1; messages=<b>x</b>; django_language=en; wagtail=1"},
    {"Cookie": "portal_csrf=abcdefghijklmnopqrstuvwxyzabcdef"},
    {"Cookie": 'portal_csrf="; portal_session=x'},
    {"X-Accel-Redirect": "/.media/x", "X-Accel-Expires": "9999"},
    {"X-Cache": "HIT"},
    {"Expect": "100-continue"},
    {"Accept-Encoding": "br;q=0.001, x"},
]

"""Components of URLs below the home page of each language."""

URL_COMPONENTS = {
    "vi": {
        "root": "/",
        "archive": "luu-tru",
        "tag": "the",
        "author": "tac-gia",
        "unit": "don-vi",
        "site map": "so-do-cong",
        "month": "thang",
    },
    "en": {
        "root": "/en/",
        "archive": "archive",
        "tag": "tag",
        "author": "author",
        "unit": "unit",
        "site map": "sitemap",
        "month": "month",
    },
}

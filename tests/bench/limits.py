"""The limits of all benchmarks. What is beyond its limit fails the run."""

# --- pages ----------------------------------------------------------------------------------------

#: CPU time of the web process for a page, as a multiple of a bare Django view's. ``MISS``: the page is not stored, but
#: another one of this content generation was rendered. ``COLD``: the generation has just begun. ``WARM``: it is stored.
MISS = {"article": 45, "home": 90, "section": 60, "search": 100, "suggestions": 14, "feed": 45, "404": 25}
COLD = {"article": 65, "home": 110}
WARM = 0.8
#: Requests per CPU second through nginx, as a multiple of those for a file on disk.
THROUGH_NGINX = 0.9

# --- load -----------------------------------------------------------------------------------------

#: Seconds from a publish until every visitor gets the new version: of a few pages, and of many at once.
NEW_VERSION, MANY_NEW_VERSIONS = 2.0, 10.0

# --- memory ---------------------------------------------------------------------------------------

#: Megabytes of the web process, and its growth in the second half of the requests in per cent.
MEMORY, MEMORY_GROWTH = 250, 5

# --- search ---------------------------------------------------------------------------------------

#: Minimum quality, by the first letter of the kind of query.
QUALITY = {letter: {"S@1": 0.98} for letter in "abcdefhj"} | {
    "g": {"S@1": 0.92, "S@10": 0.94},
    "i": {"P@10": 0.98},
    "k": {"S@1": 0.96},
}
#: Maximum 95th percentile of search times in milliseconds, among the articles and with their copies.
SEARCH, SEARCH_IN_MORE = 150, {"sqlite": 300, "postgresql": 200}
SUGGESTIONS, WORST, PUBLISHING, SECONDS_TO_INDEX = 30, 1000, 50, 30
#: Maximum time relative to Wagtail's own search, in per cent.
MAX_PERCENT_OF_STOCK = 25

# --- sizes ----------------------------------------------------------------------------------------

#: Growth of CPU time from 500 to 22,000 articles in per cent.
GROWTH = 10
#: CPU time of the web process for a screen of the admin, as a multiple of a bare Django view's.
ADMIN = 300
#: Queries of a report or queue beyond those of a bare screen.
REPORT_QUERIES = 15
#: CPU milliseconds of a search's SQL, by percentile.
SEARCH_SQL = {50: 60, 95: 120}

# --- imports --------------------------------------------------------------------------------------

#: CPU milliseconds of an article without images, the database's included, and megabytes by which memory may grow from
#: 500 articles on.
IMPORT, IMPORT_MEMORY_GROWTH = 50, 20

"""Recognizes video URLs of YouTube and Vimeo, without network requests."""

import re

_PLAYERS = [
    (
        re.compile(
            r"https?://(?:www\.|m\.)?youtube\.com/(?:watch\?(?:[^#]*&)?v=|shorts/|embed/|live/)([\w-]{11})(?![\w-])"
        ),
        "https://www.youtube-nocookie.com/embed/{}?autoplay=1",
    ),
    (re.compile(r"https?://youtu\.be/([\w-]{11})(?![\w-])"), "https://www.youtube-nocookie.com/embed/{}?autoplay=1"),
    (
        re.compile(r"https?://(?:www\.|player\.)?vimeo\.com/(?:video/)?(\d{6,12})(?!\d)"),
        "https://player.vimeo.com/video/{}?autoplay=1&dnt=1",
    ),
]


def get_player_url(url: str) -> str:
    """Return the URL of the embedded player for the video at ``url``, or an empty string."""
    for pattern, player in _PLAYERS:
        if match := pattern.match(url):
            return player.format(match[1])
    return ""

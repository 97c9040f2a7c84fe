"""Films on the two sites that offices use, recognised by their address alone: nothing is asked of the network."""

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


def player_address(url: str) -> str:
    """Give the address of the embedded player for the film at ``url``; an empty string if it is not known."""
    for pattern, player in _PLAYERS:
        if match := pattern.match(url):
            return player.format(match[1])
    return ""

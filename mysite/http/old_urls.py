"""Old URLs in a form in which all spellings of one URL are equal, for the lookup of redirects.

See docs/decisions/028-redirects.md.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from typing import Any
from urllib.parse import unquote_to_bytes

from mysite.text.vietnamese import nfc

#: Query parameters that social networks, mail programs and advertisements add to links.
TRACKING_PARAMETERS = frozenset(
    "fbclid fb_action_ids fb_action_types fb_comment_id fb_ref fb_source mibextid igsh igshid zarsrc gidzl gclid gclsrc"
    " dclid gbraid wbraid srsltid msclkid yclid twclid ttclid li_fat_id mc_cid mc_eid _ga _gl".split()
)
TRACKING_PREFIX = "utm_"
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")


@dataclass(frozen=True)
class OldURL:
    """Path and query of a URL of the old portal. ``path`` is decoded, ``query`` as it was requested."""

    path: str
    query: str

    @classmethod
    def parse(cls, path_and_query: str) -> "OldURL":
        """Parse a percent-encoded path with its query, such as ``Redirect.old_path``."""
        path, _, query = path_and_query.partition("?")
        return cls(_decode(unquote_to_bytes(path)), query)

    @classmethod
    def from_environ(cls, environ: Mapping[str, Any]) -> "OldURL":
        """Return the URL of a WSGI request that Django has not changed yet."""
        return cls(_decode(environ.get("PATH_INFO", "").encode("latin-1")), get_query(environ))

    @cached_property
    def parameters(self) -> list[tuple[str, str]]:
        """The parameters of the query in alphabetical order, without those for tracking."""
        return sorted(pair for pair in map(_split_parameter, self.query.split("&")) if _is_significant(*pair))

    @property
    def raw_parameters(self) -> list[tuple[str, str]]:
        """The parameters as they were requested, without those for tracking."""
        pairs = (parameter.partition("=")[::2] for parameter in self.query.split("&"))
        return [pair for pair in pairs if _is_significant(*pair)]

    @cached_property
    def parameter_names(self) -> set[str]:
        return {name for name, _value in self.parameters}

    @cached_property
    def exact(self) -> tuple[str, list[tuple[str, str]]]:
        """Path and parameters in upper and lower case."""
        first, *path_parameters = f"/{self.path.strip('/')}".split(";")
        return ";".join([first, *sorted(path_parameters)]), self.parameters

    @cached_property
    def path_key(self) -> str:
        """The key of the path without its query."""
        return _hash(self.exact[0].casefold())

    @cached_property
    def key(self) -> str:
        """A hash of path and query, equal for URLs that differ in encoding, order or tracking parameters.

        Capitals do not matter in the path and in names of parameters, as on IIS; they do in values, such as short IDs.
        """
        if not self.parameters:
            return self.path_key
        pairs = sorted((name.casefold(), value) for name, value in self.parameters)
        # NUL characters cannot be requested, so they separate.
        return _hash("\0".join([self.exact[0].casefold(), *(text for pair in pairs for text in pair)]))


def get_query(environ: Mapping[str, Any]) -> str:
    """Return the query of a WSGI request, with bytes that the client has not encoded encoded."""
    query = environ.get("QUERY_STRING", "")
    return query if query.isascii() else _NOT_ASCII.sub(lambda byte: f"%{ord(byte[0]):02X}", query)


def _split_parameter(parameter: str) -> tuple[str, str]:
    name, _, value = parameter.partition("=")
    name = _decode_parameter(name)
    while name.lower().startswith("amp;"):  # from a link with “&amp;” that was copied from HTML
        name = name[4:]
    return name, _decode_parameter(value)


def _decode_parameter(text: str) -> str:
    return _decode(unquote_to_bytes(text.replace("+", " ")))


def _decode(encoded: bytes) -> str:
    """Decode UTF-8, and keep bytes of other encodings apart."""
    return nfc(encoded.decode("utf-8", "surrogateescape"))


def _is_significant(name: str, value: str) -> bool:
    folded = name.casefold()
    return bool(name or value) and folded not in TRACKING_PARAMETERS and not folded.startswith(TRACKING_PREFIX)


def _hash(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()

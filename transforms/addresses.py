"""One spelling for one page: canonical addresses, by which a post is known in an export, a crawl and a feed.

What is taken for the same page: http and https; hosts that differ in case, in a default port, in how a name
beyond ASCII is written; addresses that differ in a closing slash, in the spelling or order of their query, in
parameters that only say where a reader came from, in `/amp` or `?amp=1`. What is not: `www.`, `m.` and `sp.`
hosts (they may hold other pages), and a blog's other hosts unless the settings name them. The fragment goes,
except where it tells the posts of a day's page apart.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from urllib.parse import quote, urlsplit, urlunsplit

NO_SISTERS: Mapping[str, str] = MappingProxyType({})

_SCHEMES = frozenset({"http", "https"})
_DEFAULT_PORTS = frozenset({None, 80, 443})
_LONGEST_HOST = 253
_HOST = re.compile(r"[^\s/?#@\\%<>\"]+")
_HOST_NAME = re.compile(r"(?:[^\s/?#@:\\%<>\"._-][^\s/?#@:\\%<>\".]*\.)+[^\W\d_][\w-]+\.?")
_ESCAPE = re.compile("%[0-9A-Fa-f]{2}")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_KEPT = "%/:@!$&'()*+,;=?"
_SESSION = re.compile(r";jsessionid=[^/?#]*", re.IGNORECASE)
_AMP = re.compile(r"(?<=[^/])/+amp$")
_DAY_PAGE = re.compile(r"/\d{8}(?:\.html?)?$|(?:^|&)date=\d{8}(?:&|$)")
_SECTION = re.compile(r"p?\d{1,10}")
_TRACKING = frozenset(
    {
        "fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "twclid", "ttclid",
        "igshid", "igsh", "mc_cid", "mc_eid", "ref_src", "ref_url", "spm", "mkt_tok", "_ga", "_gl", "_hsenc",
        "_hsmi", "hss_channel", "oly_anon_id", "oly_enc_id", "vero_id", "s_cid", "cmpid", "n_cid", "iref",
        "pk_campaign", "pk_kwd", "at_medium", "at_campaign", "amp", "replytocom", "phpsessid", "jsessionid",
    }
)  # fmt: skip
_TRACKING_FAMILIES = ("utm_", "mtm_", "hsa_")


def canonicalise_url(url: str, sister_hosts: Mapping[str, str] = NO_SISTERS) -> str | None:
    """The canonical address of a page; None when it is no web address. Never raises on text.

    Args:
        url: as given.
        sister_hosts: other hosts of a site, each with the host it counts as.

    >>> canonicalise_url("HTTP://Example.org:80/entry/1/?utm_source=x&b=2&a=1#top")
    'https://example.org/entry/1?a=1&b=2'
    >>> canonicalise_url("https://日本語.example/%e6%9c%88/amp/")
    'https://xn--wgv71a119e.example/%E6%9C%88'
    """
    try:
        parts = urlsplit(url.strip().strip("<>").strip())
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in _SCHEMES or not parts.hostname:
        return None
    host = canonicalise_host(parts.hostname, sister_hosts)
    if host is None:
        return None
    if port not in _DEFAULT_PORTS:
        host = f"{host}:{port}"
    path, query = _clean_path(parts.path), _clean_query(parts.query)
    return urlunsplit(("https", host, path, query, _clean_fragment(parts.fragment, path, query)))


def canonicalise_host(host: str, sister_hosts: Mapping[str, str] = NO_SISTERS) -> str | None:
    """A host in lower case and ASCII, under the name it counts as; None when it is none.

    >>> canonicalise_host("Blog.Example.JP.", {"blog.example.jp": "blog.example.com"})
    'blog.example.com'
    """
    host = host.rstrip(".").lower()
    if len(host) > _LONGEST_HOST or not _HOST.fullmatch(host):
        return None
    if not host.isascii():
        host = _encode_host(host)
    if ":" in host:
        return f"[{host}]"
    return sister_hosts.get(host, host)


def canonicalise_site(site: str | None, sister_hosts: Mapping[str, str] = NO_SISTERS) -> str | None:
    """A blog's name as given, but a host's like that of an address.

    >>> canonicalise_site("Blog.Example.jp"), canonicalise_site("みどり日記")
    ('blog.example.jp', 'みどり日記')
    """
    site = (site or "").strip()
    if _HOST_NAME.fullmatch(site):
        return canonicalise_host(site, sister_hosts) or site
    return site or None


def _encode_host(host: str) -> str:
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return host


def _clean_path(path: str) -> str:
    path = _spell(_SESSION.sub("", path))
    if "/." in path:
        path = _drop_dots(path)
    path = _AMP.sub("", path.rstrip("/")).rstrip("/")
    return path or "/"


def _spell(text: str) -> str:
    """One spelling: what needs no escape has none, what needs one has it in capitals."""
    if "%" in text:
        text = _ESCAPE.sub(_respell_escape, text)
    return quote(text.encode("utf-8", "surrogatepass"), safe=_KEPT)


def _respell_escape(match: re.Match[str]) -> str:
    char = chr(int(match[0][1:], 16))
    return char if char in _UNRESERVED else match[0].upper()


def _drop_dots(path: str) -> str:
    """Resolve `.` and `..` (RFC 3986, 5.2.4)."""
    kept: list[str] = []
    for segment in path.split("/")[1:]:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    return "/" + "/".join(kept)


def _clean_query(query: str) -> str:
    if not query:
        return ""
    kept = [part for part in _spell(query).split("&") if part and not _is_tracking(part)]
    return "&".join(sorted(kept, key=_key))


def _key(part: str) -> str:
    return part.partition("=")[0]


def _is_tracking(part: str) -> bool:
    key = _key(part).lower()
    return key in _TRACKING or key.startswith(_TRACKING_FAMILIES)


def _clean_fragment(fragment: str, path: str, query: str) -> str:
    """The fragment, if it names a section of a day's page (Hatena Diary, tDiary) or a script's page."""
    if not fragment:
        return ""
    is_section = _SECTION.fullmatch(fragment) and (_DAY_PAGE.search(path) or _DAY_PAGE.search(query))
    return _spell(fragment) if is_section or fragment.startswith("!") else ""

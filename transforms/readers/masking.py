"""Masking e-mail and IP addresses, which are nobody's to keep.

Rather too much is masked than too little: only names and what people look at when a record went wrong pass
here, and nothing is counted or quoted from it. An at sign may be escaped as HTML, URLs and JSON escape it,
and the end of a text is taken for a cut.
"""

from __future__ import annotations

import codecs
import ipaddress
import re
import string

_MAIL_MASK = "[e-mail]"
_IP_MASK = "[IP]"
_WRITE_OUT = "hatsugen.write_out"

_AT_SIGN = re.compile(r"[@＠]|&#0*64;|&#[xX]0*40;|&commat;|%40|\\u0040|\\u[fF][fF]20|\\x40")
_AT_SIGN_STARTS = ("@", "＠", "&", "%40", "\\")
_LOCAL_CHARS = frozenset(string.ascii_letters + string.digits + ".!#$%&'*+/=?^_`{|}~-")
_LOCAL_MAX = 64
_DOMAIN = re.compile(
    r"\[[0-9A-Fa-f:.]{2,45}\]"
    # In ASCII as far as it goes: Japanese goes on behind an address without a blank.
    r"|[A-Za-z0-9_-]{1,63}(?:\.[A-Za-z0-9_-]{1,63})+"
    r"|[\w-]{1,63}(?:[.．。｡][\w-]{1,63})+"
    # The rest is missing.
    r"|[A-Za-z0-9_.-]{0,255}\Z"
)

# Nothing is asked of what stands in front: bytes decoded as what they are not may look like digits.
_HEX = "[0-9A-Fa-f]"
_IPV6 = re.compile(
    rf"(?:{_HEX}{{0,4}}:){{2,7}}(?:(?:\d{{1,3}}\.){{3}}\d{{1,3}}|{_HEX}{{0,4}})(?![0-9A-Za-z:])"
)
_IPV6_HINT = re.compile(rf":{_HEX}{{0,4}}:")
_CUT_IPV6 = re.compile(rf"(?:{_HEX}{{1,4}}:){{3,7}}:?{_HEX}{{0,4}}\Z")
_NAMED_IPV4 = re.compile(r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?!\.?\d)")
_LEADING_DAY = re.compile(r"(?:19|20)\d\d([-_.]?)\d\d\1\d\d[-_. ]")
_IPV4_HINT = re.compile(r"\d[.．]\d")
_IPV4 = re.compile(r"(?:\d{1,3}[.．]){3}\d{1,3}(?!\d)|(?<!\d)(?:\d{1,3}[.．]){2,3}\d{0,3}\Z")


def mask_addresses(text: str) -> str:
    """Put a mask in place of every e-mail and IP address.

    >>> mask_addresses("連絡はtaro@example.orgへ、発信は192.0.2.7と2001:db8::7、12:30:45")
    '連絡は[e-mail]へ、発信は[IP]と[IP]、12:30:45'
    """
    # Most texts hold no address, and looking for what every address has is ten times faster.
    if any(sign in text for sign in _AT_SIGN_STARTS):
        text = _mask_mail(text)
    if _IPV6_HINT.search(text):
        text = _CUT_IPV6.sub(_IP_MASK, _IPV6.sub(_mask_ipv6, text))
    return _IPV4.sub(_IP_MASK, text) if _IPV4_HINT.search(text) else text


def mask_name(name: str) -> str:
    """Mask the addresses in the name of a file or record; days and versions stay.

    >>> mask_name("mail/2023-11-08_taro@example.org.txt"), mask_name("192.0.2.7/2023.11.08.12.txt")
    ('mail/2023-11-08_[e-mail]', '[IP]/2023.11.08.12.txt')
    """
    if any(sign in name for sign in _AT_SIGN_STARTS):
        name = "/".join(map(_mask_part, name.split("/")))
    if _IPV6_HINT.search(name):
        name = _IPV6.sub(_mask_ipv6, name)
    return _NAMED_IPV4.sub(_mask_ipv4, name) if "." in name else name


def mask_url(url: str) -> str:
    """Mask the e-mail addresses in a web address; accounts (`/@taro`) and the addresses of hosts stay.

    >>> mask_url("https://a.example/b?to=taro@example.org"), mask_url("https://a.example/@taro@example.org/1")
    ('https://a.example/[e-mail]', 'https://a.example/@taro@example.org/1')
    """
    if not any(sign in url for sign in _AT_SIGN_STARTS):
        return url
    return "/".join(part if part.startswith("@") else _mask_mail(part) for part in url.split("/"))


def mask_bytes(data: bytes, encoding: str) -> bytes:
    """Mask the addresses in encoded text; without any, the bytes stay what they are.

    Else what cannot be decoded is written out, as `<ff>`, and NUL is dropped: UTF-16 may pass for an encoding
    that is like ASCII.

    >>> mask_bytes("送信者 taro@example.org".encode("cp932"), "cp932").decode("cp932")
    '送信者 [e-mail]'
    """
    text = data.decode(encoding, _WRITE_OUT).replace("\0", "")
    masked = mask_addresses(text)
    return data if masked == text else masked.encode(encoding, "backslashreplace")


def _write_out(error: UnicodeError) -> tuple[str, int]:
    r"""What cannot be decoded, in brackets: the digits of `\xff` would pass for a part of what follows."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "".join(f"<{byte:02x}>" for byte in error.object[error.start : error.end]), error.end


codecs.register_error(_WRITE_OUT, _write_out)


def _mask_part(part: str) -> str:
    """Mask the mail addresses in a part of a path; the day in front is no address's."""
    day = _LEADING_DAY.match(part)
    start = day.end() if day else 0
    return part[:start] + _mask_mail(part[start:])


def _mask_ipv4(found: re.Match[str]) -> str:
    """A mask for an address, and the text itself for a day with a leading nought."""
    try:
        ipaddress.IPv4Address(found[0])
    except ValueError:
        return found[0]
    return _IP_MASK


def _mask_mail(text: str) -> str:
    pieces: list[str] = []
    done = 0
    for at in _AT_SIGN.finditer(text):
        if at.start() < done:
            continue
        start = _find_local_start(text, done, at.start())
        domain = _DOMAIN.match(text, at.end())
        if start < at.start() and domain is not None:
            pieces += (text[done:start], _MAIL_MASK)
            done = domain.end()
    return "".join((*pieces, text[done:]))


def _find_local_start(text: str, floor: int, at: int) -> int:
    """Where the part before an at sign begins; in ASCII if there is any, else in any script."""
    floor = max(floor, at - _LOCAL_MAX)
    start = at
    while start > floor and text[start - 1] in _LOCAL_CHARS:
        start -= 1
    if start == at:
        while start > floor and (text[start - 1].isalnum() or text[start - 1] in "._-．＿－"):
            start -= 1
    return start


def _mask_ipv6(found: re.Match[str]) -> str:
    """A mask for an address, and the text itself for a time of day or `::`."""
    try:
        ipaddress.IPv6Address(found[0])
    except ValueError:
        return found[0]
    return _IP_MASK if found[0].strip(":") else found[0]

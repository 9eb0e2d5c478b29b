"""Which hosts are one site's: a blog that moved, or answers under two names, is one only when told so."""

from __future__ import annotations

from pathlib import Path

from transforms.addresses import canonicalise_host


class SisterHostsError(ValueError):
    """Pairs that cannot be understood; the message says which and what is expected."""


def load_sister_hosts(text: str) -> tuple[tuple[str, str], ...]:
    """Read pairs of hosts.

    Args:
        text: pairs `OTHER=MAIN` with commas between them, or, where no `=` is in it, the path of a file with
            one pair a line, blank lines and `#` comments left out.

    Returns:
        (other, main) in canonical spelling, sorted; addresses on `other` count as addresses on `main`.

    Raises:
        SisterHostsError: no such file, no pair, no host, or a host that would count as two.

    >>> load_sister_hosts("A.Hatenadiary.jp=a.hatenablog.com, a.hatenadiary.org = a.hatenablog.com")
    (('a.hatenadiary.jp', 'a.hatenablog.com'), ('a.hatenadiary.org', 'a.hatenablog.com'))
    """
    text = text.strip()
    if text and "=" not in text:
        text = _read_file(Path(text))
    pairs: dict[str, str] = {}
    for line in text.split("\n"):
        for pair in filter(str.strip, line.partition("#")[0].split(",")):
            other, main = _parse_pair(pair)
            if pairs.setdefault(other, main) != main:
                raise SisterHostsError(f"{other} is said to be both {pairs[other]} and {main}")
    for other, main in pairs.items():
        if main in pairs:
            raise SisterHostsError(
                f"{other} is said to be {main}, which is itself another one's: name the last"
            )
    return tuple(sorted(pairs.items()))


def _read_file(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SisterHostsError(f"{path} is neither a pair OTHER=MAIN nor a file of them ({error})") from error


def _parse_pair(pair: str) -> tuple[str, str]:
    other, _, main = (part.strip() for part in pair.partition("="))
    found = canonicalise_host(other), canonicalise_host(main)
    if found[0] is None or found[1] is None or found[0] == found[1]:
        raise SisterHostsError(
            f"{pair.strip()!r} is no pair of hosts such as a.hatenadiary.jp=a.hatenablog.com"
        )
    return found[0], found[1]

"""Runs of characters that may be names: what stands glued to the noun in one, and the noun taken apart."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from transforms.affiliations import is_body
from transforms.bodies import GENERIC_BODIES
from transforms.japanese_names import SURNAMES, is_family_name
from transforms.lexicon import find_suffix
from transforms.names import read_name
from transforms.records import ActorKind
from transforms.surfaces import ANONYMOUS, MAX_NAME_LENGTH, TITLES, Name

_TIME = re.compile(
    r"^(?:同日|同月|同年|昨年|今年|去年|来年|昨日|一昨日|今日|翌日|前日|当日|今回|先月|先週|今月|今週|"
    r"現地時間|現在|\d{1,4}(?:年|月|日|時|分|歳|人|年度)|午前|午後|深夜|未明|早朝|夜|夕方|一方|このほか|このうち)+"
    r"(?:夜|夕|朝|午前|午後|未明|深夜|付)?"
)
_TIME_STARTS = frozenset("同昨今去来一翌前当先現午深未早夜夕こ0123456789０１２３４５６７８９")
_AFTERWARDS = re.compile(r"[一-鿿]{0,6}後(?=[一-鿿ァ-ヺ]{2})")
"""Glued before a name: その後鳩山首相, 身元確認後中村さん."""
COUNT = r"(?:約|計|延べ)[0-9０-９]+[万千百]?[0-9０-９]*人(?:余り|超|以上)?"
"""Pattern of how many people: 約300人."""
_ACCUSED = ("容疑者", "被告", "被告人")
_TRADE = re.compile(
    r"(?:無職|会社員|会社役員|自営業|アルバイト|パート従業員|大学生|高校生|団体職員|公務員|農業|漁業|住所不定|住居不定|職業不詳|"
    r"自称[一-鿿]{1,6}?)+(?=[一-鿿ァ-ヺ]{2})"
)
"""Glued before the name of somebody accused: 無職梶田守被告."""
_COUNTED = re.compile(rf"{COUNT}$")
"""Glued behind people: 組合員約300人."""
POLITE = (
    "父さん",
    "母さん",
    "兄さん",
    "姉さん",
    "客さん",
    "客様",
    "医者さん",
    "年寄り",
    "嫁さん",
    "孫さん",
    "子さん",
)
"""Nouns that お belongs to: お客さん."""
_EDGE = "・=."
_MODIFIED_BY_AGE = re.compile(r"^\d+代")


class Run(NamedTuple):
    """A run of characters that may be a name, taken apart.

    Attributes:
        skipped: how many characters stand before the noun in it.
        noun: what is left, or "" for no noun and for one longer than any name.
        name: the noun taken apart.
        is_plain: whether nothing around it can change what the noun is.
    """

    skipped: int
    noun: str
    name: Name
    is_plain: bool


@lru_cache(maxsize=1 << 15)
def read_run(run: str) -> Run:
    """A run no longer than a name, taken apart once: the same words come again and again."""
    return take_apart(run)


def take_apart(run: str) -> Run:
    """Cut off what stands glued to the noun in a run of any length, and read the noun.

    >>> take_apart("身元確認後中村さん")[:2]
    (5, '中村さん')
    """
    skipped, noun = _cut_edges(run)
    if not noun or len(noun) > MAX_NAME_LENGTH:
        return Run(skipped, "", Name("", "", ActorKind.UNKNOWN), is_plain=False)
    is_special = noun == "日" or noun.startswith(POLITE) or noun in GENERIC_BODIES or is_family(noun)
    return Run(skipped, noun, read_name(noun), not is_special)


def is_family(noun: str) -> bool:
    """Whether a noun may be a family name that a given name in hiragana goes on with: 桐生 + あかり."""
    return noun in SURNAMES or is_family_name(noun)


def _cut_edges(noun: str) -> tuple[int, str]:
    """Cut off what stands glued before a name: a time, an age, what is in apposition to it."""
    begin = 0
    if noun[0] in _TIME_STARTS:
        if (time := _TIME.match(noun)) is not None and time.end() < len(noun):
            begin, noun = begin + time.end(), noun[time.end() :]
        if (age := _MODIFIED_BY_AGE.match(noun)) is not None:
            begin, noun = begin + age.end(), noun[age.end() :]
    if len(noun) > 1 and noun.endswith(("=", "＝")):  # 三輪詩織=北都大=
        noun = re.split("[=＝]", noun, maxsplit=1)[0] or noun
    if "後" in noun and (after := _AFTERWARDS.match(noun)) is not None and _is_person(noun[after.end() :]):
        begin, noun = begin + after.end(), noun[after.end() :]
    if (
        noun.endswith("人")
        and (count := _COUNTED.search(noun)) is not None
        and _is_unnamed(noun[: count.start()])
    ):
        noun = noun[: count.start()]
    if noun.endswith(_ACCUSED) and (trade := _TRADE.match(noun)) is not None:
        begin, noun = begin + trade.end(), noun[trade.end() :]
    if "・" in noun and len(noun) <= MAX_NAME_LENGTH:
        begin, noun = _drop_apposition(begin, noun)
    stripped = noun.lstrip(_EDGE)
    return begin + len(noun) - len(stripped), stripped.rstrip(_EDGE)


def _drop_apposition(begin: int, noun: str) -> tuple[int, str]:
    """大阪府・田中知事, 夫人・花子さん: what stands before the name says whose or what, and is not of it."""
    head, dot, rest = noun.partition("・")
    while dot and (is_body(head) or head in ANONYMOUS or find_suffix(head, TITLES)) and _is_person(rest):
        begin, noun = begin + len(head) + 1, rest
        head, dot, rest = noun.partition("・")
    return begin, noun


def _is_unnamed(text: str) -> bool:
    return bool(text) and read_name(text).kind is ActorKind.ANONYMOUS


def _is_person(text: str) -> bool:
    name = read_name(text)
    return name.kind is ActorKind.PERSON and bool(name.core) and name.core != name.surface

"""What stands between a speaker and the clause they are reported to have said, and belongs to the saying.

市長は|3日、会見で、記者団に対し、この点について|橋を直すと述べた
"""

from __future__ import annotations

import re

from transforms.lexicon import alternate, load_terms
from transforms.phrases import MASK

_OCCASION = rf"(?:{alternate(load_terms('saying_occasions'))})"
_WORD = rf"[^、。をがは{MASK}]"
"""Not a case or topic particle: what goes on over one is a clause of its own."""
_DAY = (
    r"(?:(?:\d{1,4}年)?(?:\d{1,2}月)?\d{1,2}日|同日|翌日|前日|この日|今月|先月|先週|今週|昨年|今年)"
    r"(?:の?(?:夜|夕方|夕|朝|午前|午後|未明|深夜|付))*"
)
_SETTINGS = (
    r"(?:また|さらに|一方|ただし|ただ|しかし|まず|その後|続けて|同時に|そして|加えて|もっとも|とはいえ)、",
    r"(?:そのうえで|その上で|これに対し(?:て)?)、?",
    rf"{_DAY}(?:、|(?=に?の?{_WORD}{{0,12}}{_OCCASION}))",
    rf"(?:生前|当時|{_WORD}{{1,8}}(?:後|前|際))、",
    rf"{_WORD}{{1,14}}を(?:踏まえ|受け)て?、",
    rf"{_WORD}{{0,16}}?{_OCCASION}(?:の[^、。]{{1,4}}?)?(?:で(?:は|も)?(?![あすき])|に対し(?:て)?|の?後、|に(?=、))、?",
    rf"[^、。{MASK}]{{0,20}}?{_OCCASION}(?:し|を(?:開き|開いて|出し|行い|発表し|公表し))、",
    rf"(?:{_WORD}{{1,8}}で、?)?(?:記者団|報道陣|記者ら?)に(?:対し(?:て)?)?、?",
    rf"{_WORD}{{1,14}}に対し(?:て)?、?",
    rf"[^、。{MASK}]{{1,30}}?について(?:は、?|も、?|、)",
    r"[、 　]",
)
"""Joiners, the day, what went before, the occasion, the addressee, the topic of the saying."""
_SETTING = re.compile("|".join(_SETTINGS))
_ADDRESSEE = re.compile(rf"(?!年|月|早急){_WORD}{{1,10}}?に(?:対し(?:て)?)?、?")
_OPENING = re.compile(rf"、|{_DAY}|{_WORD}{{0,10}}{_OCCASION}")


def skip_setting(masked: str, start: int, end: int, *, is_wish: bool) -> int:
    """Where the clause begins that ends at `end`, behind what belongs to its saying.

    Args:
        masked: a line, quotations masked.
        start: where the speaker or the part of the sentence before ends.
        end: where the clause ends.
        is_wish: whether the clause is what somebody is asked to do: 国に急ぐよう求めた.

    >>> text = "市長は3日、会見で記者団に橋を直すと述べた。"
    >>> text[skip_setting(text, 3, 17, is_wish=False) : 17]
    '橋を直す'
    """
    at = start
    while (setting := _SETTING.match(masked, at, end)) is not None:
        at = setting.end()
    if is_wish and (addressee := _ADDRESSEE.match(masked, at, end)) is not None:
        at = addressee.end()
    return at


def opens_saying(masked: str, at: int) -> bool:
    """Whether a topic that ends at `at` is the saying's and not the clause's: 鉄塔会は3日、…と述べた."""
    return _OPENING.match(masked, at) is not None

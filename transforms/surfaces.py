"""What a surface taken apart is, and the words that tell offices, honorifics and unnamed people in one."""

from __future__ import annotations

import re
from typing import NamedTuple

from transforms.affiliations import is_body
from transforms.japanese_names import COMMON_WORDS, FAMILY_NAMES, KANJI_GIVEN_NAMES, looks_like_family_name
from transforms.lexicon import load_terms
from transforms.records import ActorKind

TITLES = load_terms("titles")
HONORIFICS = load_terms("honorifics")
OCCASIONS = load_terms("occasions")
KANA_NOUNS = load_terms("kana_nouns")
ANONYMOUS = load_terms("anonymous_nouns") | KANA_NOUNS
PORTFOLIOS = load_terms("portfolios")
RANKS = load_terms("ranks")
MAX_NAME_LENGTH = 80
"""A longer run is no name; the bound keeps damaged or hostile lines cheap, and the cache of names small."""
_SURELY_WORDS = frozenset({"保守", "地元", "若手", "新入", "国内", "市内", "町内"})
"""Words of characters that many family names have."""
_KANJI = re.compile(r"[一-鿿]+")


class Name(NamedTuple):
    """One surface taken apart.

    Attributes:
        surface: as written, without a gloss at its end.
        core: the proper name in it; "" for a bare role (大統領) and for anaphors (同氏).
        kind: what it names; UNKNOWN for a noun that may be no name at all.
        role: office, rank or relation said with it, or None.
        affiliation: country or body said before the name, or "".
        is_anaphor: whether it points back (同氏, 彼女, 同社) instead of naming.
        is_certain: whether the surface alone shows that it names somebody: by office, ending or list.
    """

    surface: str
    core: str
    kind: ActorKind
    role: str | None = None
    affiliation: str = ""
    is_anaphor: bool = False
    is_certain: bool = True

    @property
    def is_bare_role(self) -> bool:
        """Whether only an office stands there (首相), so that the holder must be found elsewhere."""
        return not self.core and self.role is not None and not self.is_anaphor

    @property
    def can_speak(self) -> bool:
        """Whether it is known to be somebody or some body, not just a noun."""
        return self.kind is not ActorKind.UNKNOWN


def is_word(text: str) -> bool:
    """Whether a text says of what kind somebody is, not who: 契約 (社員), 主力 (選手), 公衆衛生 (学者)."""
    if is_body(text) or _KANJI.fullmatch(text) is None:  # ザルキン is no sieve of gold
        return False
    if text.endswith("系"):  # 保守系 (議員)
        return is_word(text[:-1])
    if len(text) == 4:
        return is_word(text[:2]) and is_word(text[2:])
    if text not in COMMON_WORDS or text in FAMILY_NAMES or text in KANJI_GIVEN_NAMES:
        return False
    return text in _SURELY_WORDS or not looks_like_family_name(text)

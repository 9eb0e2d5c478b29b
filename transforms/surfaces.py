"""What a surface taken apart is, and the words that tell offices, honorifics and unnamed people in one."""

from __future__ import annotations

from typing import NamedTuple

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
_KINDS = load_terms("kind_words")


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


def is_kind(text: str) -> bool:
    """Whether a text says of what kind somebody is, not who: 契約 (社員), 主力 (選手), 公衆衛生 (学者).

    A dictionary would not do: there are people called by a word (蓮台村長).
    """
    if text.endswith("系"):  # 保守系 (議員)
        return text[:-1] in _KINDS
    return text in _KINDS or (text[:2] in _KINDS and text[2:] in _KINDS)

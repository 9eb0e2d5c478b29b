"""Noun phrases of Japanese prose with the particle behind them: the candidates for who speaks.

No morphological analyser: a phrase is a run of kanji, katakana, Latin letters and digits (with an honorific
in kana), ended by a particle or a mark. Quotations must be masked before, so that nothing is found inside
them.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from transforms.bodies import DOCUMENTS, GENERIC_BODIES, KANA_COMPANY
from transforms.brackets import Bracket
from transforms.japanese_names import (
    KANA_GIVEN_NAMES,
)
from transforms.lexicon import alternate
from transforms.names import read_name
from transforms.owners import own_noun, own_person
from transforms.records import ActorKind
from transforms.runs import COUNT, POLITE, Run, is_family, read_run, take_apart
from transforms.surfaces import KANA_NOUNS, MAX_NAME_LENGTH, Name

MASK = "\ue000"
"""Stands for each character of a quotation in a masked text; a private-use character that no rule matches."""

_N = r"[一-鿿々〆ヵヶァ-ヺー・=A-Za-zＡ-Ｚａ-ｚ0-9０-９.&_]"
_GLOSS = r"[(（][^()（）\n]{0,60}[)）]"
_KANA_NAME = r"(?![はがをにのともでへや]|[ぁ-ん]{0,3}?お[ばじ])[ぁ-ん]{2,5}(?=氏|さん|容疑者|被告|選手)"
_MIXED_NAME = (
    r"(?<=[一-鿿々][一-鿿々])(?![はがをにのともでへや])[ぁ-ん]{1,3}[子美恵代枝江香奈紀](?=[一-鿿]|さん)"
)
_CLUB = r"[=＝][^=＝。、\n]{1,24}[=＝]"
_ASSOCIATION = r"(?<![そこ])の会(?!合|議|見|談|場|長|社)"
_KANA_NOUN = alternate(KANA_NOUNS | {KANA_COMPANY})
_PIECE = (
    rf"(?:{_KANA_NOUN}|{_N}++|{_KANA_NAME}|{_MIXED_NAME}|{_ASSOCIATION}|{_GLOSS}(?=\s?[一-鿿ァ-ヺ氏]|さん))"
)
_RUN = rf"{_PIECE}{_PIECE}*"  # quicker than one {_PIECE}+
_LAST_OF_NAME = "|".join(f"{char}(?<=[ぁ-ん].)" for char in "子美恵代枝江香奈紀")
_BEHIND_KANA = "|".join(f"{word}(?<=[ぁ-ん]{word})" for word in ("氏", "さん", "容疑者", "被告", "選手"))
_MIXED_RUN = re.compile(
    rf"の会|\)\s?[一-鿿ァ-ヺ氏さ]|）\s?[一-鿿ァ-ヺ氏さ]|{_BEHIND_KANA}|{_LAST_OF_NAME}|"
    rf"{'|'.join(sorted(KANA_NOUNS))}|{KANA_COMPANY}"
)
"""Stands wherever a run may hold more than characters of `_N`; texts without it need the simple pattern only.

Each alternative begins with a plain character, so that the search leaps from one of them to the next.
"""
_HONORIFIC = (
    r"(?:(?=[さちくたらな側])(?:(?:さん|さま|ちゃん|くん)(?:夫妻|夫婦|一家|親子|姉妹|兄弟)?)?"
    r"(?:たち|ら(?![れせしなずんぬ]))?(?:など|側)?|)"
)
_SOURCE = (
    r"(?=[なにの])(?:など)?(?:に(?:よると|よれば)|の(?:話|証言|情報)として|"
    r"の(?:話|話し|説明|発表|調べ|報道|証言)(?:では|によると|によれば))"
)
_PARTICLE = (
    rf"{_SOURCE}|にとって[はも]?|の(?:方|ほう)[はもが]|からは|からも|から|では|には|とは|への|との|は|も|が|"
    r"に対して|に対し|に対する|に関して|に関し|について|に|を|と|で|へ|や|の|、|。"
)
_BEHIND = rf"(?:(?=[\s(（])(?P<gloss>\s?{_GLOSS}(?:{_CLUB})?)|(?=[約計延]){COUNT}|)(?P<particle>{_PARTICLE})?"
"""Looks at the first character before it tries a gloss, as the patterns above do: most places have none."""
_PHRASE = re.compile(rf"(?P<noun>{_RUN}{_HONORIFIC}){_BEHIND}")
_SIMPLE_PHRASE = re.compile(rf"(?P<noun>{_N}++{_HONORIFIC}){_BEHIND}")
_KANA_GIVEN = re.compile(rf"(?P<given>[ぁ-ん]{{2,4}}?)(?P<gloss>\s?{_GLOSS})?(?P<particle>{_PARTICLE})")
_ADDRESS = re.compile(r"https?://[!-~]+")
_POINTERS = ("この", "その")
AGE = re.compile(r"\s?[(（][0-9０-９]{1,3}[)）]")
"""Behind a name, and nothing but a person's: 風間涼(23)."""
_ACRONYM = re.compile(r"\s?[(（][A-Z][A-Za-z&-]{1,9}[)）]")
_BODY = re.compile(
    r"^(?:国連|国際|世界|欧州|全米|全日本|アジア|アフリカ)|(?:計画|基金|理事会|事務所|会議|銀行|連盟|連合|センター)$"
)
"""A noun that an acronym behind it makes a body: 国連環境計画(UNEP), but 国内総生産(GDP)."""
_KANA_BEFORE_DAY = frozenset("のるた")


class Link(StrEnum):
    """What the particle behind a phrase makes of it."""

    TOPIC = "topic"
    SUBJECT = "subject"
    SOURCE = "source"
    FROM = "from"
    TARGET = "target"
    OF = "of"
    AND = "and"
    NONE = "none"
    OTHER = "other"


_OF = Link.OF
"""Looked up once: on Python 3.11 a member of an enum costs several times what a name of the module does."""


SUBJECTS = frozenset({Link.SUBJECT, Link.TOPIC})
"""The links of who acts or is spoken of: が, は, も."""


class Phrase(NamedTuple):
    """One noun phrase.

    Attributes:
        start, end: where its name stands (without gloss and particle), in the text that was scanned.
        next: where the text goes on behind gloss and particle.
        name: the surface taken apart.
        link: what the particle makes of it.
    """

    start: int
    end: int
    next: int
    name: Name
    link: Link


def mask_quotes(text: str, start: int, end: int, brackets: tuple[Bracket, ...]) -> str:
    """`text[start:end]` with web addresses and the inside of the outermost brackets masked; lengths stay.

    >>> from transforms.brackets import scan_brackets
    >>> mask_quotes("首相は「はい」と", 0, 8, scan_brackets("首相は「はい」と", 0, 8)).count(MASK)
    2
    """
    parts = []
    at = start
    for bracket in brackets:
        inner_start, inner_end = bracket.inner
        parts += [text[at:inner_start], MASK * (inner_end - inner_start)]
        at = inner_end
    parts.append(text[at:end])
    return mask_addresses("".join(parts))


def mask_addresses(text: str) -> str:
    """A text with its web addresses masked."""
    return _ADDRESS.sub(lambda match: MASK * len(match.group()), text) if "://" in text else text


def find_phrases(masked: str, start: int, end: int) -> list[Phrase]:
    """The noun phrases of `masked[start:end]`, in order.

    >>> text = "読売新聞によると福島さんは選挙について"
    >>> [(phrase.name.surface, phrase.link.value) for phrase in find_phrases(text, 0, len(text))]
    [('読売新聞', 'source'), ('福島さん', 'topic'), ('選挙', 'target')]
    """
    phrases: list[Phrase] = []
    pattern = _PHRASE if _MIXED_RUN.search(masked, start, end) else _SIMPLE_PHRASE
    for match in pattern.finditer(masked, start, end):
        noun, gloss, particle = match.groups()
        run = read_run(noun) if len(noun) <= MAX_NAME_LENGTH else take_apart(noun)
        skipped, noun, name, is_plain = run
        if is_plain:
            begin, at = match.start() + skipped, match.end()
            name = name if gloss is None else _read_gloss(name, gloss)
            link = _find_link(particle) if particle != "も" else _read_link(particle, masked, at)
            phrase = Phrase(begin, begin + len(noun), at, name, link)
        elif (special := _read_special(match, run, masked, end)) is not None:
            phrase = special
        else:
            continue
        if phrases and phrases[-1].link is _OF and phrases[-1].next == phrase.start:
            phrase = _join_owner(phrases[-1], phrase, masked)
        phrases.append(phrase)
    return phrases


def _read_special(match: re.Match[str], run: Run, masked: str, end: int) -> Phrase | None:
    """A phrase whose noun depends on what stands around it, or None if it is none."""
    begin, noun = match.start() + run.skipped, run.noun
    if not noun:
        return None
    if noun.startswith(POLITE) and masked[begin - 1 : begin] == "お":
        begin, noun = begin - 1, "お" + noun
    if noun == "日" and masked[begin - 1 : begin] in _KANA_BEFORE_DAY:  # この日, not Japan
        return None
    behind = match
    if match["particle"] is None and (given := _find_given_name(noun, masked, match.end(), end)):
        behind, noun = given, noun + given["given"]
    name = read_name(noun)
    if behind["gloss"] is not None:
        name = _read_gloss(name, behind["gloss"])
    if noun in GENERIC_BODIES and masked.startswith(_POINTERS, begin - 2):
        name = Name(noun, "", ActorKind.ORGANISATION, noun, is_anaphor=True)
    link = _read_link(behind["particle"], masked, behind.end())
    return Phrase(begin, begin + len(noun), behind.end(), name, link)


def _find_given_name(noun: str, masked: str, at: int, end: int) -> re.Match[str] | None:
    """The given name in hiragana that goes on with a family name: 桐生 + あかりが."""
    if not is_family(noun):
        return None
    given = _KANA_GIVEN.match(masked, at, end)
    return given if given is not None and given["given"] in KANA_GIVEN_NAMES else None


def _read_gloss(name: Name, gloss: str) -> Name:
    """A name with what the age or acronym behind it tells: what an uncertain one is."""
    if name.is_certain:
        return name
    if AGE.match(gloss):
        return name._replace(kind=ActorKind.PERSON, is_certain=True)
    if name.kind is ActorKind.UNKNOWN and _ACRONYM.match(gloss) and _BODY.search(name.surface):
        return name._replace(kind=ActorKind.ORGANISATION, is_certain=True)
    return name


def _join_owner(owner: Phrase, phrase: Phrase, masked: str) -> Phrase:
    """Use the noun before の: 部品メーカーの社長 is unnamed, 監督のベルティーニ a person."""
    if phrase.end - owner.start > MAX_NAME_LENGTH:
        return phrase
    name, whose = phrase.name, owner.name
    if name.kind is ActorKind.UNKNOWN or name.kind is ActorKind.PERSON:
        owned = own_noun(whose, name) if name.kind is ActorKind.UNKNOWN else own_person(whose, name)
        return phrase if owned is name else phrase._replace(name=owned)
    if name.role in DOCUMENTS and name.is_anaphor and whose.kind is ActorKind.ORGANISATION:
        return owner._replace(next=phrase.next, link=phrase.link)
    if name.kind is not ActorKind.ANONYMOUS or not whose.can_speak:
        return phrase
    if whose.kind is ActorKind.COUNTRY and name.is_bare_role:
        return phrase._replace(name=name._replace(affiliation=whose.surface))
    surface = masked[owner.start : phrase.end]
    return phrase._replace(start=owner.start, name=name._replace(surface=surface, affiliation=whose.surface))


_PARTICLES_OF_LINKS = {
    Link.TOPIC: "は も にとって にとっては にとっても の方は の方も の方が のほうは のほうも のほうが",
    Link.SUBJECT: "が",
    Link.FROM: "から からは からも",
    Link.TARGET: "に には を に対して に対し に対する に関して に関し について",
    Link.OF: "の",
    Link.AND: "と や",
}
_LINKS = {particle: link for link, words in _PARTICLES_OF_LINKS.items() for particle in words.split()}


def _read_link(particle: str | None, masked: str, at: int) -> Link:
    if particle == "も" and masked.startswith(("のの", "う", "っ", "し", "と", "ら"), at):
        return Link.OTHER  # もう, もっと, もし: not the particle
    return _find_link(particle)


@lru_cache(maxsize=1 << 8)
def _find_link(particle: str | None) -> Link:
    """What a particle makes of the phrase before it; there are few particles."""
    if particle is None:
        return Link.NONE
    if (link := _LINKS.get(particle)) is not None:
        return link
    if particle.endswith(("よると", "よれば", "では", "として")) and len(particle) > 2:
        return Link.SOURCE
    return Link.OTHER

"""The words that report a clause without brackets: と述べた, との認識を示した, ことを認めた, よう求めた.

    clause と (も) (…) verb of saying          増えると述べた, 増えると市長は話す, 増えるとした
    clause と(の|する|いう) noun of saying      増えるとの指摘
    clause こと(を|も) (…) verb of saying       増えることを認めた
    clause よう(に) (…) verb of asking         増やすよう求めた
    clause (との) noun of stance を (…) show   増えるとの見通しを示した, 増える見通しを示した

Hearsay (という。, とされる), thoughts (と考えた), attempts (逃げようとした), passives (と言われた) and what
is not said (と述べない) are none of them.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NamedTuple

from transforms.lexicon import alternate, find_suffix, load_terms
from transforms.phrases import MASK

STANCES = load_terms("stance_nouns")
_UNSAID = load_terms("unsaid_nouns")
_SAID_NOUN = alternate(load_terms("speech_nouns") - STANCES - _UNSAID)
_SAYS = (
    rf"(?:{alternate(load_terms('reporting_verbs'))}(?!られ|れ[たてるば]|ない|なか|ず|たら|たい|よう|ば|ませ)|"
    rf"{alternate(load_terms('reporting_nouns'))}(?=し(?!な|よう)|する|。|、|$))"
)
_ASKS = rf"{alternate(load_terms('asking_verbs'))}(?!られ|れ[たてるば]|ない|なか|ず)"
_SHOWS = (
    r"(?:示し|示す|表明(?=し|す|。)|明らかに|述べ|語っ|語る|強調(?=し|す|。)|発表(?=し|す|。)|公表し|伝え|"
    r"指摘(?=し|す|。)|明かし|打ち出し|口にし|訴え|にじませ|漏らし|表し)"
)
_ENDS = "るうくすつぬむぶぐただいなよねかんじ"
"""Kana that a clause ends in."""
_GAP = rf"[^、。と{MASK}]"
_NOT_YET = r"(?!し?よう|[すめえべいかた]?る?(?:可能性|方針|予定|見通し|見込み|構え|考え|つもり))"
"""Behind a verb: 求める方針だ, 発表する予定だ: it is not said yet."""
_TO = re.compile(rf"と(?<=[{_ENDS}、きこ]と)(?!ころ|き[はもに、]|て|もに|なる|なっ|らえ)")
"""Every と that may stand behind a clause, or in こと."""
_HELD = re.compile(
    r"(?<![おこそとのほもよろごぞどぼょ]う)と(?:も|は)?"
    r"(?P<cue>し(?:た(?![らい])|ている|ていた|ており|つつ|、|ながら)|する(?=。|一方|が、)|"
    r"み(?:る(?=。|が|一方)|てい(?!な))|い(?:い|います)(?=、))"
)
_NOUN = re.compile(
    rf"と(?:の|する|いう|いった)[^、。をがは{MASK}]{{0,12}}?(?P<cue>{_SAID_NOUN})(?=[をがもにでは、。])"
)
_THAT = re.compile(r"と(?!い[うっ]|する|の)(?:も|まで)?、?")
_FACT = re.compile(rf"(?<=[{_ENDS}]こ)と[をも]{_GAP}{{0,14}}?(?P<cue>{_SAYS}|{_ASKS}){_NOT_YET}")
_WISH = re.compile(rf"よう(?<=[{_ENDS}]よう)(?:に)?、?{_GAP}{{0,14}}?(?P<cue>{_ASKS}){_NOT_YET}")
_SHOWN = re.compile(rf"を[^、。とを{MASK}]{{0,8}}?(?P<cue>{_SHOWS})")
_SAYING = re.compile(rf"{_SAYS}{_NOT_YET}")
_STOP = re.compile(rf"[、。と{MASK}]")
_MEANWHILE = re.compile(r"知|聞い|聞き|思|考え|信じ|みて|見て|して|いう|決")
"""Not between と and its verb: …と知って喜んだ is no speech."""
_WIDEST_GAP = 28
"""Between と and its verb, which is looked for together with it."""
_JOINT = re.compile(r"(?:など)?と(?:の|する|いう|いった)$")
_LONGEST_STANCE = max(map(len, STANCES))
_EMBEDDED_WITHIN = 6


class CueKind(StrEnum):
    """How a clause is reported."""

    VERB = "verb"
    NOUN = "noun"
    WISH = "wish"


class Cue(NamedTuple):
    """What reports one clause; positions count in the text that was scanned.

    Attributes:
        clause_end: where the clause ends.
        end: where the reporting word ends.
        word: the reporting word.
        kind: how it reports.
    """

    clause_end: int
    end: int
    word: str
    kind: CueKind


def find_cues(masked: str) -> list[Cue]:
    """The words of a line that report a clause, in order; of two in a row the outer one.

    >>> text = "市は橋を直すとの方針を示し、国に急ぐよう求めた。"
    >>> [(text[: cue.clause_end][-2:], cue.word) for cue in find_cues(text)]
    [('直す', '示し'), ('急ぐ', '求め')]
    """
    found = [cue for match in _TO.finditer(masked) if (cue := _read_to(masked, match.start())) is not None]
    found += [Cue(m.start(), m.end(), m["cue"], CueKind.WISH) for m in _WISH.finditer(masked)]
    found += [cue for match in _SHOWN.finditer(masked) if (cue := _read_shown(masked, match)) is not None]
    cues = sorted({cue.clause_end: cue for cue in found}.values())
    return [
        cue
        for cue, later in zip(cues, [*cues[1:], None], strict=False)
        if later is None or not _is_inside(masked, cue, later)
    ]


_ACCORDING = "による"
"""Before と: 弁護士によると names a source and reports nothing by itself."""


def _read_to(masked: str, at: int) -> Cue | None:
    """What a と at `at` says: of a clause, of a noun of saying, of a fact."""
    if masked.endswith(_ACCORDING, 0, at):
        return None
    if masked[at - 1] == "こ":
        fact = _FACT.match(masked, at)
        return Cue(at - 1, fact.end(), fact["cue"], CueKind.VERB) if fact is not None else None
    for pattern, kind in ((_HELD, CueKind.VERB), (_NOUN, CueKind.NOUN)):
        if (match := pattern.match(masked, at)) is not None:
            return Cue(at, match.end("cue"), match["cue"], kind)
    return _read_that(masked, at)


def _read_that(masked: str, at: int) -> Cue | None:
    """と with the first verb of saying behind it, up to the next comma or と."""
    that = _THAT.match(masked, at)
    if that is None:
        return None
    farthest = that.end() + _WIDEST_GAP
    stop = _STOP.search(masked, that.end(), farthest)
    verb = _SAYING.search(masked, that.end(), farthest if stop is None else stop.end())
    if verb is None or _MEANWHILE.search(masked, that.end(), verb.start()) is not None:
        return None
    return Cue(at - (masked[at - 1] == "、"), verb.end(), verb.group(), CueKind.VERB)


def _read_shown(masked: str, match: re.Match[str]) -> Cue | None:
    end = _find_end_before_stance(masked, match.start())
    return Cue(end, match.end(), match["cue"], CueKind.NOUN) if end is not None else None


def _find_end_before_stance(masked: str, at: int) -> int | None:
    """Where the clause ends before a noun of stance: 増える|との見通し, 増える|見通し."""
    noun = find_suffix(masked[max(0, at - _LONGEST_STANCE) : at], STANCES)
    if not noun:
        return None
    end = at - len(noun)
    if (joint := _JOINT.search(masked, max(0, end - 6), end)) is not None:
        end = joint.start()
    return end if end > 0 and masked[end - 1] in _ENDS else None


def _is_inside(masked: str, cue: Cue, later: Cue) -> bool:
    """見たと証言したと述べた: the first clause is part of what the second reports."""
    between = masked[cue.end : later.clause_end]
    return len(between) <= _EMBEDDED_WITHIN and "、" not in between

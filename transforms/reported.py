"""Indirect speech in articles: clauses without brackets that somebody is reported to have said.

A clause begins behind the speaker and what belongs to the saying (its day, occasion, addressee and topic) and
ends before the word that reports it. A clause that holds a quotation is left alone: those words have a row of
their own.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import NamedTuple

from transforms.attribution import Attribution, Attributor, Speech
from transforms.brackets import Bracket
from transforms.cast import Cast
from transforms.phrases import SUBJECTS, Link, Phrase
from transforms.records import ActorKind, QuoteForm
from transforms.reporting_cues import Cue, CueKind
from transforms.saying_setting import opens_saying, skip_setting
from transforms.scene import Scene, is_somebody, may_be_person, pick_somebody
from transforms.speech import Judgement, Verdict

SHORTEST_CLAUSE = 4
"""In characters; a shorter one says nothing by itself."""
REACH = 400
BEHIND_REACH = 100
"""How far around the end of a clause its beginning and its speaker are looked for, in characters."""
CERTAINTY = 0.95
"""Factor for the speaker of a clause, which may be no clause: docs/accuracy.md, rounded down."""
_SOURCE = Link.SOURCE
"""Looked up once: on Python 3.11 a member of an enum costs several times what a name of the module does."""
_RELAYS = frozenset({"伝え", "報じ"})
_RIGHT_BEHIND = re.compile(r"、?と(?:も|は)?、?")
_FROM_A_SOURCE = re.compile(r"によ(?:ると|れば)")
_PAIRS = (("「", "」"), ("『", "』"))
_RETOLD = re.compile(r"(?:伝え|報じ|紹介し)た")
_SOURCE_END = re.compile(r"(?:と(?:いう|のこと(?:だ|です)?)|そうだ)?[。！？!?]*$")


class Passage(NamedTuple):
    """One sentence to look for indirect speech in; positions count in the masked line.

    Attributes:
        masked: the line, quotations masked.
        offset: where the line begins in the post.
        start, end: the sentence.
        phrases: its noun phrases.
        spoken: its quotations.
        cues: what reports clauses in it.
    """

    masked: str
    offset: int
    start: int
    end: int
    phrases: list[Phrase]
    spoken: list[Speech]
    cues: list[Cue]


def read_reports(passage: Passage, running: Attribution | None, cast: Cast) -> list[Speech]:
    """The indirect speech of one sentence whose speaker is known.

    Shape: one sentence in, its reported clauses out, in order; they overlap neither each other nor a
    quotation.

    Args:
        passage: the sentence.
        running: who spoke or was the topic last.
        cast: who has been named in the document so far.
    """
    source = next((phrase for phrase in passage.phrases if phrase.link is _SOURCE), None)
    if not passage.cues and source is None:
        return []
    reader = _PassageReader(passage, running, cast)
    for cue in passage.cues:
        reader.read_cue(cue)
    if source is not None and not reader.reports and not passage.spoken:
        reader.read_source(source)
    return reader.reports


class _PassageReader:
    """Reads one sentence from left to right; what was reported last bounds the next clause."""

    def __init__(self, passage: Passage, running: Attribution | None, cast: Cast) -> None:
        self.reports: list[Speech] = []
        self._passage = passage
        self._masked = passage.masked
        self._running = running
        self._cast = cast
        self._starts = [phrase.start for phrase in passage.phrases]
        self._spoken_ends = [speech.end - passage.offset for speech in passage.spoken]
        self._reported_until = passage.start

    def read_cue(self, cue: Cue) -> None:
        """Find the clause and the speaker of one cue; without both there is no report."""
        since = self._find_segment(cue)
        if since is None:
            return
        named = pick_somebody(self._list_phrases(since, cue.clause_end), self._cast)
        since = next((phrase.next for phrase in named if _relays(phrase)), since)
        is_behind = self._is_named_behind(cue)
        speaker = None if is_behind else self._choose_speaker(cue, since, named)
        begin = since if speaker is None else speaker.next
        start = skip_setting(self._masked, begin, cue.clause_end, is_wish=cue.kind is CueKind.WISH)
        if not self._is_clause(start, cue.clause_end):
            return
        ahead = [p for p in named if _relays(p) or (speaker is not None and p.start < speaker.start)]
        earlier = None if is_behind else self._find_earlier(start)
        self._add(cue, start, ahead if speaker is None else [*ahead, speaker], earlier)

    def _is_clause(self, start: int, end: int) -> bool:
        """Whether the words say something by themselves: no other source in them, no bracket lost."""
        words = self._masked[start:end]
        is_whole = all(words.count(opener) == words.count(closer) for opener, closer in _PAIRS)
        return len(words) >= SHORTEST_CLAUSE and is_whole and _FROM_A_SOURCE.search(words) is None

    def read_source(self, source: Phrase) -> None:
        """県警によると、…。: all the sentence is what its source says."""
        if source.name.kind is ActorKind.MEDIA or not is_somebody(source.name, self._cast):
            return
        start = source.next + self._masked.startswith("、", source.next)
        tail = _SOURCE_END.search(self._masked, start, self._passage.end)
        end = tail.start() if tail is not None else self._passage.end
        if self._is_clause(start, end) and not _RETOLD.match(self._masked, start):
            word = self._masked[source.end : source.next]
            self._add(Cue(end, end, word, CueKind.VERB), start, [source], None)

    def _add(self, cue: Cue, start: int, before: list[Phrase], earlier: Attribution | None) -> None:
        scene = self._set_scene(cue, start, before)
        offset = self._passage.offset
        attribution = Attributor(self._cast, offset).attribute(scene, earlier, self._running)
        speaker = attribution.speaker
        if speaker is None or (speaker.name.kind is ActorKind.MEDIA and cue.word in _RELAYS):
            return
        attribution = attribution._replace(confidence=attribution.confidence * CERTAINTY)
        self.reports.append(
            Speech(offset + start, offset + cue.clause_end, QuoteForm.REPORTED, None, attribution, cue.word)
        )
        self._reported_until = cue.end

    def _set_scene(self, cue: Cue, start: int, before: list[Phrase]) -> Scene:
        """The clause as if it stood in brackets, up to its と."""
        end = cue.clause_end + self._masked.startswith("、", cue.clause_end)
        return Scene(
            masked=self._masked,
            bracket=Bracket(start, end, "", is_closed=False, children=()),
            judgement=Judgement(Verdict.SPEECH, cue.word),
            before=before,
            recent=before,
            behind=[p for p in self._list_phrases(end, end + BEHIND_REACH) if p.link is not Link.OF],
            next_phrases=[],
            end=self._passage.end,
            unnamed=[],
            is_second=False,
        )

    def _list_phrases(self, start: int, end: int) -> list[Phrase]:
        first = bisect_left(self._starts, start)
        return self._passage.phrases[first : bisect_left(self._starts, end, first)]

    def _find_segment(self, cue: Cue) -> int | None:
        """Where the part of the sentence begins that the clause lies in: behind what was said before it."""
        number = bisect_left(self._spoken_ends, cue.clause_end)
        last = max(self._reported_until, self._spoken_ends[number - 1] if number else 0)
        if cue.clause_end - last > REACH:
            return None
        if last == self._passage.start:
            return last
        comma = self._masked.find("、", last, cue.clause_end)
        return comma + 1 if comma >= 0 else None

    def _is_named_behind(self, cue: Cue) -> bool:
        """…と市長は話す: the speaker stands right behind the clause."""
        right = _RIGHT_BEHIND.match(self._masked, cue.clause_end)
        return right is not None and any(
            phrase.start == right.end() and phrase.link in SUBJECTS and is_somebody(phrase.name, self._cast)
            for phrase in self._list_phrases(cue.clause_end, cue.end)
        )

    def _choose_speaker(self, cue: Cue, since: int, named: list[Phrase]) -> Phrase | None:
        """The first topic of the segment; else who opens it, or its source, or whose voice it is."""
        for phrase in named:
            if phrase.link is Link.TOPIC:
                return phrase
        for phrase in named:
            is_source = phrase.link is Link.SOURCE and phrase.name.kind is not ActorKind.MEDIA
            is_voice = phrase.link is Link.FROM and cue.kind is CueKind.NOUN
            if is_source or is_voice or (phrase.link is Link.SUBJECT and self._opens(phrase, since)):
                return phrase
        topics = (p for p in self._list_phrases(since, cue.clause_end) if p.link is Link.TOPIC)
        unknown = next(topics, None)
        is_matrix = unknown is not None and (self._opens(unknown, since) or may_be_person(unknown.name))
        return unknown if is_matrix else None

    def _opens(self, phrase: Phrase, since: int) -> bool:
        """Whether a phrase is the saying's and not the clause's: 鉄塔会は3日、…と述べた."""
        is_first = "、" not in self._masked[since : phrase.start].lstrip("、")
        return is_first and opens_saying(self._masked, phrase.next)

    def _find_earlier(self, start: int) -> Attribution | None:
        """Who said what the sentence said last before the clause."""
        number = bisect_left(self._spoken_ends, start)
        said = [*self._passage.spoken[number - 1 : number], *self.reports[-1:]]
        return max(said, key=lambda speech: speech.end).attribution if said else None


def _relays(phrase: Phrase) -> bool:
    return phrase.name.kind is ActorKind.MEDIA and phrase.link is Link.SOURCE

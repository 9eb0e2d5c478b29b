"""Quotations in prose: article paragraphs and tweets, line by line, with who speaks them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from typing import TypeVar

from transforms.affiliations import COUNTRY_SIGNS
from transforms.attribution import Attribution, Attributor, Speech
from transforms.brackets import Bracket, scan_brackets, shift_bracket
from transforms.cast import Cast, Mention
from transforms.floor import Floor
from transforms.nested import HOLDS_NOTHING, read_nested
from transforms.phrases import Phrase, find_phrases, mask_addresses, mask_quotes
from transforms.records import QuoteForm
from transforms.reported import Passage, read_reports
from transforms.reporting_cues import Cue, find_cues
from transforms.scene import Scene, is_somebody, pick_somebody
from transforms.sentences import Sentence
from transforms.speech import (
    NOT_SPEECH,
    Judgement,
    Setting,
    Verdict,
    judge_bracket,
)
from transforms.wording import looks_like_utterance

_SENTENCE = re.compile(r"[^。！？!?]*(?:[。！？!?]+|$)")
BEFORE_REACH = 400
AFTER_REACH = 200
"""How far around a quotation its speaker is looked for, in characters."""

_WORD_SIGNS = frozenset("日朝北西土波白以加越")
"""Country signs that prose uses as words: 学ぶ日, 北の海, 加わる."""
_BEFORE_SIGN = frozenset(" 　、。・「『(（")
_BEHIND_SIGN = frozenset("、はがもと・")
_LISTED = re.compile(r"[、や]?$")

T = TypeVar("T")


class ProseReader:
    """Reads the lines of one document in order; what one line establishes holds for the next.

    Args:
        text: the post's text.
        cast: who is named in the document; names found here are added.
    """

    def __init__(self, text: str, cast: Cast) -> None:
        self._text = text
        self._cast = cast
        self._floor = Floor(text, cast)
        self._cut_at = len(text.rstrip())

    def start_item(self) -> None:
        """Forget who spoke last: a new clipping begins."""
        self._floor.clear()

    def read_line(
        self, start: int, end: int, *, with_reported: bool = False
    ) -> tuple[list[Speech], list[Mention]]:
        """The quotations of one line, its indirect speech if that is wanted, and everybody it names."""
        self._floor.open_line(start, end)
        masked, judged = self._read_brackets(start, end)
        speeches: list[Speech] = []
        reports: list[Speech] = []
        mentions: list[Mention] = []
        sentences = _cut_sentences(masked, start)
        ends = [sentence.end for sentence in sentences]
        quoted = _share_out(judged, ends, at=_start_of_judged)
        reporting = _share_out(find_cues(masked) if with_reported else [], ends, at=_end_of_clause)
        for sentence, inside, said in zip(sentences, quoted, reporting, strict=True):
            running = self._floor.holder
            spoken, named = self._read_sentence(sentence, inside)
            speeches += spoken
            mentions += named
            if with_reported:
                span = sentence.start, sentence.end
                passage = Passage(masked, start, *span, sentence.phrases, spoken, said)
                reports += read_reports(passage, running, self._cast)
        if speeches:
            self._floor.close_line(start, speeches[0].attribution)
        speeches += self._read_nested(judged, start, speeches)
        return speeches + reports, mentions

    def _read_brackets(self, start: int, end: int) -> tuple[str, list[tuple[Bracket, Judgement]]]:
        """A line with its quotations masked, and each of its outermost brackets judged."""
        line = self._text[start:end]
        brackets = self._list_brackets(line, start)
        if not brackets:
            return mask_addresses(line), []
        masked = mask_quotes(line, 0, len(line), brackets)
        return masked, _judge_all(line, masked, brackets)

    def _list_brackets(self, line: str, start: int) -> tuple[Bracket, ...]:
        """The line's brackets; one left open counts only where the quotation goes on or was cut off."""
        brackets = scan_brackets(line, 0, len(line))
        if brackets and not brackets[-1].is_closed:
            end = start + len(line)
            goes_on = brackets[-1].start == 0 and self._text.startswith("「", end + 1)
            if not goes_on and end < self._cut_at:
                return brackets[:-1] + brackets[-1].children
        return brackets

    def _read_sentence(
        self, sentence: Sentence, inside: list[tuple[Bracket, Judgement]]
    ) -> tuple[list[Speech], list[Mention]]:
        """The quotations of one sentence, and whom it names."""
        speeches = []
        earlier: Attribution | None = None
        since = sentence.start
        attributor = Attributor(self._cast, sentence.offset)
        for bracket, judgement in inside:
            if not judgement.is_speech:
                continue
            scene = self._set_scene(sentence, bracket, judgement, since)
            running = self._floor.find(sentence, scene, since)
            is_near = self._floor.is_near(scene)
            attribution = attributor.attribute(scene, earlier, running, is_near=is_near)
            speeches.append(_make_speech(bracket, judgement, attribution, sentence.offset))
            earlier, since = attribution, bracket.end
            self._floor.hear(attribution, sentence)
            if attribution.speaker is not None and not attribution.speaker.name.is_certain:
                self._cast.add(attribution.speaker)
        mentions = self._note_names(sentence)
        self._floor.close_sentence(sentence, earlier, since)
        return speeches, mentions

    def _set_scene(self, sentence: Sentence, bracket: Bracket, judgement: Judgement, since: int) -> Scene:
        around = _find_around(sentence.phrases, bracket)
        ahead = [phrase for phrase in around if phrase.end <= bracket.start]
        before = pick_somebody(ahead, self._cast)
        return Scene(
            sentence.masked,
            bracket,
            judgement,
            before,
            [phrase for phrase in before if phrase.start >= since],
            [phrase for phrase in around if phrase.start >= bracket.end],
            sentence.following[:8],
            sentence.end,
            [p for p in ahead if p.start >= since and not is_somebody(p.name, self._cast)],
            is_second=since > sentence.start,
        )

    def _note_names(self, sentence: Sentence) -> list[Mention]:
        mentions = []
        for phrase in sentence.phrases:
            name = phrase.name
            if (name.is_certain or name.core in self._cast.known) and not _is_word(sentence.masked, phrase):
                mention = Mention(sentence.offset + phrase.start, sentence.offset + phrase.end, phrase.name)
                self._cast.add(mention)
                mentions.append(mention)
        return mentions

    def _read_nested(
        self, judged: list[tuple[Bracket, Judgement]], offset: int, outer: list[Speech]
    ) -> list[Speech]:
        """Quotations inside quotations: those that the words around them report as said."""
        if not any(bracket.children for bracket, _ in judged):
            return []
        by_start = {speech.start: speech for speech in outer}
        found = []
        for bracket, _ in judged:
            parent = by_start.get(offset + bracket.inner[0])
            if parent is None:
                continue
            for child in bracket.children:
                speech = read_nested(self._text, shift_bracket(child, offset), parent, self._cast)
                if speech is not None:
                    found.append(speech)
        return found


def _is_word(masked: str, phrase: Phrase) -> bool:
    """Whether a country's sign is a word of the sentence (激化する中、); 米、制裁へ is the country."""
    sign = phrase.name.surface
    if len(sign) > 1 or sign not in COUNTRY_SIGNS:
        return False
    before, behind = masked[phrase.start - 1 : phrase.start], masked[phrase.end : phrase.end + 1]
    is_apart = before in _BEFORE_SIGN or not before
    return sign in _WORD_SIGNS or not is_apart or behind not in _BEHIND_SIGN


def _cut_sentences(masked: str, offset: int) -> list[Sentence]:
    """The sentences of a masked line, each with its phrases and those of the one that follows."""
    phrases = find_phrases(masked, 0, len(masked))
    spans = _split_sentences(masked)
    shares = _share_out(phrases, [end for _, end in spans], at=_start_of)
    pairs = zip(spans, shares, [*shares[1:], []], strict=True)
    return [Sentence(masked, offset, *span, own, following) for span, own, following in pairs]


def _split_sentences(masked: str) -> list[tuple[int, int]]:
    """Spans of sentences; a full stop right behind a closing bracket ends one as any other."""
    return [match.span() for match in _SENTENCE.finditer(masked) if match.group()]


def _share_out(items: list[T], ends: list[int], *, at: Callable[[T], int]) -> list[list[T]]:
    """Share items out to the sentences that end at `ends`; `at` says where an item stands, in order."""
    if not items or len(ends) == 1:  # most lines are one sentence, or have none of these
        return [items] * len(ends)
    cuts = [bisect_left(items, end, key=at) for end in ends]
    return [items[begin:stop] for begin, stop in zip([0, *cuts], cuts, strict=False)]


def _start_of_judged(judged: tuple[Bracket, Judgement]) -> int:
    return judged[0].start


def _end_of_clause(cue: Cue) -> int:
    return cue.clause_end


def _find_around(phrases: list[Phrase], bracket: Bracket) -> list[Phrase]:
    """The phrases of a sentence that are near enough to a quotation to name its speaker."""
    first = bisect_left(phrases, bracket.start - BEFORE_REACH, key=_start_of)
    return phrases[first : bisect_left(phrases, bracket.end + AFTER_REACH, key=_start_of)]


def _start_of(phrase: Phrase) -> int:
    return phrase.start


def _judge_all(line: str, masked: str, brackets: tuple[Bracket, ...]) -> list[tuple[Bracket, Judgement]]:
    """Judge the brackets of a line from right to left: in a run 「…」「…」と述べ the last decides for all."""
    judged: list[tuple[Bracket, Judgement]] = []
    later: tuple[Bracket, Judgement] | None = None
    for bracket in reversed(brackets):
        words = line[slice(*bracket.inner)]
        if not words.strip(HOLDS_NOTHING):
            judged.append((bracket, NOT_SPEECH))
            continue
        before, after = _look_back(masked, bracket.start), _look_ahead(masked, bracket.end)
        setting = Setting(words, bracket.mark, before, after, looks_like_utterance(words))
        judgement = judge_bracket(setting)
        if later is not None and _LISTED.fullmatch(masked, bracket.end, later[0].start):
            judgement = _follow_run(setting, judgement, later[1], touches=bracket.end == later[0].start)
        judged.append((bracket, judgement))
        later = judged[-1]
    return judged[::-1]


def _look_back(masked: str, at: int) -> str:
    """The sentence before a bracket, as far as it counts; a bound keeps endless lines linear."""
    begin = max(0, at - BEFORE_REACH)
    return masked[max(masked.rfind("。", begin, at), masked.rfind("」", begin, at), begin - 1) + 1 : at]


def _look_ahead(masked: str, at: int) -> str:
    return masked[at : at + AFTER_REACH]


def _follow_run(setting: Setting, own: Judgement, later: Judgement, *, touches: bool) -> Judgement:
    if not later.is_speech:
        return NOT_SPEECH if touches else own
    if own.is_speech and own.cue is not None:
        return own
    return later if touches or setting.is_utterance else own


def _make_speech(bracket: Bracket, judgement: Judgement, attribution: Attribution, offset: int) -> Speech:
    form = QuoteForm.PARTIAL if judgement.verdict is Verdict.PARTIAL else QuoteForm.DIRECT
    inner_start, inner_end = bracket.inner
    return Speech(offset + inner_start, offset + inner_end, form, None, attribution, judgement.cue)

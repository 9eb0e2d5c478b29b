"""Who says a quotation in prose: its own sentence decides, then what the text before has established."""

from __future__ import annotations

from typing import NamedTuple

from transforms.candidates import (
    find_bare,
    find_before,
    find_joint,
    find_medium,
    find_topic,
    is_cited,
)
from transforms.candidates_behind import find_behind, find_next_topic, is_heard
from transforms.cast import Cast, Mention
from transforms.clauses import is_in_report
from transforms.phrases import Link, Phrase
from transforms.records import ActorKind, Evidence, QuoteForm
from transforms.scene import Candidate, Scene

CONFIDENCE = {
    Evidence.BEFORE: 0.95,
    Evidence.AFTER: 0.93,
    Evidence.SAME_SENTENCE: 0.93,
    Evidence.HEADLINE: 0.92,
    Evidence.ANAPHOR: 0.82,
    Evidence.CONTINUED: 0.78,
    Evidence.PREVIOUS_SENTENCE: 0.78,
    Evidence.NONE: 0.0,
}
"""How often each kind of evidence was right on marked documents (docs/accuracy.md), rounded down."""
NEAR = 0.9
"""Of an elided subject who was named, or answered, right before (docs/accuracy.md)."""
UNCLEAR = 0.9
"""Factor for an elided subject where the sentence names others, who may be meant."""
PRONOUN = 0.9
"""Factor for 同氏, 彼 and 本人, which fit more people than 首相 and 同社 do."""
UNCERTAIN_NAME = 0.6
"""Factor for a speaker that is no certain name."""


class Attribution(NamedTuple):
    """Who says a quotation.

    Attributes:
        speaker: the naming mention, or None when the text does not say.
        co_speakers: further speakers of a joint statement.
        via: the medium that relays it.
        evidence: what tied it.
        confidence: 0 to 1.
        is_embedded: whether the quotation belongs to a subordinate clause: its speaker does not go on.
    """

    speaker: Mention | None
    co_speakers: tuple[str, ...] = ()
    via: Mention | None = None
    evidence: Evidence = Evidence.NONE
    confidence: float = 0.0
    is_embedded: bool = False


class Speech(NamedTuple):
    """One quotation that was found; offsets count in the post.

    Attributes:
        start, end: the words without their brackets.
        form: direct, partial or nested.
        parent: where the quotation around it begins, for a nested one.
        attribution: who says it.
        cue: the reporting word, or None.
    """

    start: int
    end: int
    form: QuoteForm
    parent: int | None
    attribution: Attribution
    cue: str | None


class Attributor:
    """Attributes the quotations of one line.

    Args:
        cast: who has been named in the document so far.
        offset: where the line begins in the post.
    """

    def __init__(self, cast: Cast, offset: int) -> None:
        self._cast = cast
        self._offset = offset

    def attribute(
        self, scene: Scene, earlier: Attribution | None, running: Attribution | None, *, is_near: bool = False
    ) -> Attribution:
        """Find the speaker of one quotation.

        Args:
            scene: the quotation in its sentence.
            earlier: the attribution of the quotation before it in the same sentence, if any.
            running: who spoke or was the topic last.
            is_near: whether that was right before.
        """
        medium = find_medium(scene)
        via = self._mention(medium) if medium is not None else None
        candidate = find_before(scene)
        if candidate is not None and not _is_told_of(scene, candidate, running):
            return self._name(scene, candidate, via)
        if (candidate := find_bare(scene)) is not None:
            attribution = self._name(scene, candidate, via)
            return attribution._replace(confidence=attribution.confidence * UNCERTAIN_NAME)
        is_run = scene.is_second and scene.touches
        if earlier is not None and earlier.speaker is not None and (is_run or not earlier.is_embedded):
            return _go_on(earlier, Evidence.SAME_SENTENCE, via, CONFIDENCE[Evidence.SAME_SENTENCE])
        if earlier is not None and (topic := find_topic(scene.before)) is not None:
            return self._name(scene, Candidate(topic, Evidence.SAME_SENTENCE), via)
        if not scene.is_without_subject and (candidate := find_behind(scene, self._cast)) is not None:
            return self._name(scene, candidate, via)
        if (candidate := find_next_topic(scene, self._cast)) is not None:
            return self._name(scene, candidate, via)._replace(
                confidence=CONFIDENCE[Evidence.PREVIOUS_SENTENCE]
            )
        if running is None or scene.is_without_subject:
            return Attribution(None, via=via)
        is_first = running.evidence is Evidence.NONE
        evidence = Evidence.PREVIOUS_SENTENCE if is_first else Evidence.CONTINUED
        gone_on = _go_on(running, evidence, via, NEAR if is_near else CONFIDENCE[evidence])
        return gone_on._replace(confidence=gone_on.confidence * UNCLEAR) if scene.before else gone_on

    def introduce(self, phrase: Phrase) -> Attribution:
        """A phrase as the one who may speak next."""
        mention = self._mention(phrase)
        if phrase.name.is_anaphor or phrase.name.is_bare_role:
            mention = self._cast.resolve(phrase.name) or mention
        return Attribution(mention)

    def _mention(self, phrase: Phrase) -> Mention:
        return Mention(self._offset + phrase.start, self._offset + phrase.end, phrase.name)

    def _name(self, scene: Scene, candidate: Candidate, via: Mention | None) -> Attribution:
        """Make the attribution: anaphors and bare offices give way to the mention that names."""
        first, *others = find_joint(candidate.phrase, scene.before)
        evidence = candidate.evidence
        mention, named = self._mention(first), None
        if first.name.is_anaphor or first.name.is_bare_role:
            named = self._cast.resolve(first.name)
        if named is not None:
            mention, evidence = named, Evidence.ANAPHOR
        factor = UNCERTAIN_NAME if mention.name.kind is ActorKind.UNKNOWN else 1.0
        if named is not None and first.name.role is None:
            factor *= PRONOUN
        return Attribution(
            mention,
            tuple(other.name.surface for other in others),
            via,
            evidence,
            CONFIDENCE[evidence] * factor,
            scene.is_embedded
            or (candidate.phrase.link is Link.FROM and not scene.is_message)
            or is_cited(scene, candidate.phrase)
            or is_heard(scene, candidate.phrase),
        )


def _is_told_of(scene: Scene, candidate: Candidate, running: Attribution | None) -> bool:
    """国が負担すべきだとし、「…」: the subject of what the person who goes on says, and no speaker."""
    if running is None or running.speaker is None or running.speaker.name.kind is not ActorKind.PERSON:
        return False
    phrase = candidate.phrase
    is_thing = phrase.link is Link.SUBJECT and phrase.name.kind is not ActorKind.PERSON
    return is_thing and is_in_report(scene, phrase)


def _go_on(earlier: Attribution, evidence: Evidence, via: Mention | None, highest: float) -> Attribution:
    confidence = min(earlier.confidence or highest, highest)
    return earlier._replace(
        via=via or earlier.via, evidence=evidence, confidence=confidence, is_embedded=False
    )

"""Who says a quotation in prose: typed candidates around it, and what the text before has established.

The order of trust: a name that touches the bracket; the agent of an embedded or passive clause; the sentence's
topic; its subject; a source; a name behind the quotation; an earlier quotation of the sentence; the running speaker.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from transforms.brackets import Bracket
from transforms.cast import Cast, Mention
from transforms.names import Name, read_name
from transforms.phrases import Link, Phrase
from transforms.records import ActorKind, Evidence
from transforms.speech import VERB, Judgement

CONFIDENCE = {
    Evidence.BEFORE: 0.95,
    Evidence.AFTER: 0.93,
    Evidence.SAME_SENTENCE: 0.93,
    Evidence.HEADLINE: 0.92,
    Evidence.ANAPHOR: 0.87,
    Evidence.CONTINUED: 0.82,
    Evidence.PREVIOUS_SENTENCE: 0.78,
    Evidence.NONE: 0.0,
}
"""How often each kind of evidence was right on marked documents (docs/accuracy.md), rounded down."""
UNCLEAR = 0.9
"""Factor for an elided subject where the sentence names others, who may be meant."""
UNCERTAIN_NAME = 0.6
"""Factor for a speaker that is no certain name."""

_EMBEDDED = re.compile(
    r"(?:など)?と[^、。「」]{0,10}?(?:[るうくむすつぶぐ]と|ところ|たら|れば|ても)、|"
    r"(?:など)?と(?:の|いう)?[^、。「」]{0,14}?(?:た|る|す|う)(?:こと|事|の(?=[をにはが])|際|ため|点|問題|上で|と[さ伝報述])"
)
_PASSIVE = re.compile(
    r"(?:など)?と(?!み|見|思|考え|呼)[^、。「」]{1,9}?(?:され|われ|られ|かれ|もらっ|もらう|いただい)(?!ない)"
)
_MESSAGE = re.compile(
    r"(?:など)?と(?:の|いう|いった)?(?:[^、。「」]{0,6}?)(?:電話|連絡|メール|手紙|声|質問|意見|批判|指摘|苦情|要望|相談|報告|通報|励まし|申し出)"
    r"(?:が|も|を(?:受け|もら|い)|に)"
)
_ATTRIBUTIVE = re.compile(
    r"(?:など|等)?と(?:も|、)?[^、。「」]{0,24}?(?:る|た|す|う|く|む|ぶ|つ|ぐ)(?:のは)?$"
)
_CERTAIN_NAME = re.compile(r"・|^[一-鿿々]{2,}$")
_CLAUSE_END = re.compile(r"[ぁ-ん]、")
_HEADLINE_GAP = re.compile(r"[ 　]?[=＝―—]?[ 　]?")
_IN_PARENTHESES = re.compile(r"[(（]([^()（）]{2,30})[)）]")
_THUS = re.compile(r"(?:そう|こう|このように)|と[^。]{0,20}|(?:一言|言葉|発言|冗談|口癖|嘆き|叫び|つぶやき)")
_SAID_THUS = re.compile(r"\s*(?:そう|こう|このように)")
_CLEFT = re.compile(r"(?:など)?と[^。「」]{0,24}のは、?")
_RELAYED = re.compile(r"(?:など)?と[^。]{0,20}$")
_REPORTED_BY = re.compile(r"[^。]{0,12}(?:報じ|伝え|報道)")
_SPEECH_MARK = re.compile(r"[:：]\s?$")


class Attribution(NamedTuple):
    """Who says a quotation.

    Attributes:
        speaker: the naming mention, or None when the text does not say.
        said_as: the mention in the quotation's own sentence, where that is an anaphor or a bare office.
        co_speakers: further speakers of a joint statement.
        via: the medium that relays it.
        evidence: what tied it.
        confidence: 0 to 1.
        is_embedded: whether the quotation belongs to a subordinate clause, so that the speaker does not go on.
    """

    speaker: Mention | None
    said_as: Mention | None = None
    co_speakers: tuple[str, ...] = ()
    via: Mention | None = None
    evidence: Evidence = Evidence.NONE
    confidence: float = 0.0
    is_embedded: bool = False


class Scene(NamedTuple):
    """What surrounds one quotation.

    Attributes:
        masked: the line, quotations masked; `offset` is where it begins in the post.
        bracket: the quotation, in the line's offsets.
        judgement: why it counts as speech.
        phrases: the phrases of its sentence.
        next_phrases: the phrases of the sentence behind it.
        since: where the previous quotation of the sentence ends, or the sentence begins.
        end: where the sentence ends.
    """

    masked: str
    offset: int
    bracket: Bracket
    judgement: Judgement
    phrases: list[Phrase]
    next_phrases: list[Phrase]
    since: int
    end: int


def attribute(
    scene: Scene, cast: Cast, earlier: Attribution | None, running: Attribution | None
) -> Attribution:
    """Find the speaker of one quotation.

    Args:
        scene: the quotation in its sentence.
        cast: who has been named so far.
        earlier: the attribution of the quotation before it in the same sentence, if any.
        running: who spoke or was the topic last.
    """
    before = [p for p in scene.phrases if p.end <= scene.bracket.start and is_somebody(p.name, cast)]
    recent = [p for p in before if p.start >= scene.since]
    via = _find_via(scene, before)
    found = (
        _find_touching(scene, recent)
        or _find_agent(scene, before)
        or _find_in_clause(scene, recent, before if earlier is None else recent)
    )
    if found is not None:
        phrase, evidence = found
        return _name_speaker(scene, phrase, evidence, cast, via, before)
    if earlier is not None and earlier.speaker is not None and not earlier.is_embedded:
        return _go_on(earlier, Evidence.SAME_SENTENCE, via)
    if earlier is not None and (topic := _pick_topic(before)) is not None:
        return _name_speaker(scene, topic, Evidence.SAME_SENTENCE, cast, via, before)
    if (behind := _find_behind(scene, cast)) is not None:
        return _name_speaker(scene, *behind, cast, via, before)
    if running is not None and not _PASSIVE.match(scene.masked, scene.bracket.end):
        evidence = Evidence.CONTINUED if running.evidence is not Evidence.NONE else Evidence.PREVIOUS_SENTENCE
        gone_on = _go_on(running, evidence, via)
        return gone_on._replace(confidence=gone_on.confidence * UNCLEAR) if before else gone_on
    return Attribution(None, via=via)


def _find_via(scene: Scene, before: list[Phrase]) -> Mention | None:
    """ロイター通信によると「…」, 「…」とロイター通信が報じた."""
    for phrase in reversed(before):
        if phrase.link is Link.SOURCE and phrase.name.kind is ActorKind.MEDIA:
            return _mention(scene, phrase)
    for phrase in scene.phrases:
        if phrase.start > scene.bracket.end and phrase.name.kind is ActorKind.MEDIA:
            is_relay = _RELAYED.match(scene.masked[scene.bracket.end : phrase.start]) is not None
            if is_relay and phrase.link is Link.SUBJECT and _REPORTED_BY.match(scene.masked, phrase.next):
                return _mention(scene, phrase)
    return None


def _mention(scene: Scene, phrase: Phrase) -> Mention:
    return Mention(scene.offset + phrase.start, scene.offset + phrase.end, phrase.name)


def _find_touching(scene: Scene, recent: list[Phrase]) -> tuple[Phrase, Evidence] | None:
    """田中社長「…」, 首相の「…」という発言, 田中:「…」."""
    if not recent:
        return None
    last = recent[-1]
    gap = scene.masked[last.next : scene.bracket.start]
    if last.name.kind is ActorKind.COUNTRY:
        return None
    if last.link is Link.NONE and (not gap or gap.isspace() or _SPEECH_MARK.fullmatch(gap)):
        return last, Evidence.BEFORE
    if last.link is Link.FROM and not gap.strip("、 "):
        return last, Evidence.SAME_SENTENCE
    if last.link is Link.OF and not gap and scene.judgement.cue is not None and _is_noun_cue(scene):
        return last, Evidence.SAME_SENTENCE
    return None


def _is_noun_cue(scene: Scene) -> bool:
    return scene.masked.startswith(
        ("との", "という", "といった", "などとの", "などという"), scene.bracket.end
    )


def _find_agent(scene: Scene, before: list[Phrase]) -> tuple[Phrase, Evidence] | None:
    """The agent of a passive, of a message that came in, or of an embedded clause."""
    at = scene.bracket.end
    if _PASSIVE.match(scene.masked, at):
        return _pick(before, {Link.FROM, Link.TARGET}, Evidence.SAME_SENTENCE)
    if _MESSAGE.match(scene.masked, at):
        return _pick(before, {Link.FROM}, Evidence.SAME_SENTENCE)
    if _EMBEDDED.match(scene.masked, at):
        return _pick(before, {Link.SUBJECT, Link.FROM}, Evidence.BEFORE)
    return None


def _pick(before: list[Phrase], links: set[Link], evidence: Evidence) -> tuple[Phrase, Evidence] | None:
    for phrase in reversed(before):
        if phrase.link in links and phrase.name.kind is not ActorKind.MEDIA:
            return phrase, evidence
    return None


def _find_in_clause(
    scene: Scene, recent: list[Phrase], reach: list[Phrase]
) -> tuple[Phrase, Evidence] | None:
    """The topic, the subject or the source of the quotation's clause."""
    topic = _pick_topic(reach)
    nearest = next((p for p in reversed(recent) if p.link in {Link.SUBJECT, Link.TOPIC}), None)
    if nearest is not None and (topic is None or _opens_clause(scene, topic, nearest)):
        return nearest, Evidence.BEFORE
    if topic is not None:
        return topic, Evidence.BEFORE
    for phrase in reversed(reach):
        if phrase.link is Link.SOURCE and phrase.name.kind is not ActorKind.MEDIA:
            is_near = not scene.masked[phrase.next : scene.bracket.start].strip("、 ")
            if is_near or phrase.name.kind is not ActorKind.ANONYMOUS:
                return phrase, Evidence.BEFORE
    for phrase in reversed(reach):
        if phrase.link in {Link.SUBJECT, Link.FROM}:
            return phrase, Evidence.BEFORE
    return None


def _opens_clause(scene: Scene, topic: Phrase, subject: Phrase) -> bool:
    """…批判したが、田中氏が「…」: a person right before the bracket, behind the end of the topic's clause."""
    if subject.start <= topic.start or subject.name.kind not in {ActorKind.PERSON, ActorKind.ANONYMOUS}:
        return False
    between = scene.masked[topic.next : subject.start]
    return (
        not scene.masked[subject.next : scene.bracket.start].strip("、 ")
        and _CLAUSE_END.search(between) is not None
    )


def _pick_topic(phrases: list[Phrase]) -> Phrase | None:
    return next((phrase for phrase in reversed(phrases) if phrase.link is Link.TOPIC), None)


def is_somebody(name: Name, cast: Cast) -> bool:
    """Whether a phrase of prose names somebody: by office, honorific, ending or list, or because it was met before.

    Prose gives people an office or an honorific; a bare katakana or kanji noun counts only once the document has
    used it as a name.
    """
    if name.kind is ActorKind.PERSON and name.surface == name.core and not _CERTAIN_NAME.search(name.core):
        return cast.knows(name.core)
    return name.can_speak or cast.knows(name.core)


def _find_behind(scene: Scene, cast: Cast) -> tuple[Phrase, Evidence] | None:
    """「…」と話す田中さん, 「…」(田中社長), 「…」=田中社長, 「…」。漁師はそうつぶやいた."""
    at = scene.bracket.end
    if (gloss := _IN_PARENTHESES.match(scene.masked, at)) is not None:
        name = read_name(gloss[1])
        if is_somebody(name, cast):
            return Phrase(gloss.start(1), gloss.end(1), gloss.end(), name, Link.NONE), Evidence.AFTER
    behind = [p for p in scene.phrases if p.start >= at]
    if _CLEFT.match(scene.masked, at):
        named = [p for p in behind if is_somebody(p.name, cast) and p.link is not Link.OF]
        return (named[-1], Evidence.AFTER) if named else None
    for phrase in behind:
        between = scene.masked[at : phrase.start]
        if not is_somebody(phrase.name, cast):
            continue
        if _HEADLINE_GAP.fullmatch(between) and phrase.link in {
            Link.NONE,
            Link.SUBJECT,
            Link.TOPIC,
            Link.OTHER,
        }:
            return phrase, Evidence.HEADLINE
        if _ATTRIBUTIVE.match(between) and phrase.link is not Link.OF:
            return phrase, Evidence.AFTER
        if between in {"と", "と、"} and phrase.link in {Link.SUBJECT, Link.TOPIC, Link.NONE, Link.OTHER}:
            return (phrase, Evidence.AFTER) if phrase.name.kind is not ActorKind.MEDIA else None
        break
    is_whole_sentence = not scene.masked[at : scene.end].strip("。")
    for phrase in scene.next_phrases if is_whole_sentence else ():
        if phrase.link in {Link.TOPIC, Link.SUBJECT} and is_somebody(phrase.name, cast):
            if _says_thus(scene, phrase):
                return phrase, Evidence.AFTER
            break
    return None


def _says_thus(scene: Scene, phrase: Phrase) -> bool:
    """Whether the sentence behind a quotation says of `phrase` that it spoke so: 漁師はそうつぶやいた."""
    if _SAID_THUS.match(scene.masked, scene.end):
        return True
    rest = scene.masked[phrase.next : phrase.next + 40].split("。")[0].split("「")[0]
    thus = _THUS.search(rest)
    if thus is None:
        return False
    return thus.group()[0] != "と" or (thus.start() == 0 and VERB.search(thus.group()) is not None)


def _name_speaker(
    scene: Scene, phrase: Phrase, evidence: Evidence, cast: Cast, via: Mention | None, before: list[Phrase]
) -> Attribution:
    """Make the attribution to a phrase: anaphors and bare offices give way to the mention that names."""
    first, others = _split_joint(phrase, before)
    mention = _mention(scene, first)
    confidence = CONFIDENCE[evidence]
    is_embedded = any(pattern.match(scene.masked, scene.bracket.end) for pattern in (_EMBEDDED, _PASSIVE))
    if first.name.is_anaphor or first.name.is_bare_role:
        named = cast.resolve(first.name)
        if named is not None:
            confidence = CONFIDENCE[Evidence.ANAPHOR]
            return Attribution(named, mention, others, via, Evidence.ANAPHOR, confidence, is_embedded)
    if first.name.kind is ActorKind.UNKNOWN:
        confidence *= UNCERTAIN_NAME
    return Attribution(mention, None, others, via, evidence, confidence, is_embedded)


def _split_joint(phrase: Phrase, before: list[Phrase]) -> tuple[Phrase, tuple[str, ...]]:
    """ブッシュ氏とローラ夫人は: the first of a joint statement is its speaker, the others are co-speakers."""
    joint = [phrase]
    for other in reversed(before):
        touches = other.next == joint[0].start and other.link is Link.AND and other.name.can_speak
        if other.start < joint[0].start and touches:
            joint.insert(0, other)
    return joint[0], tuple(other.name.surface for other in joint[1:])


def _go_on(earlier: Attribution, evidence: Evidence, via: Mention | None) -> Attribution:
    confidence = min(earlier.confidence or CONFIDENCE[evidence], CONFIDENCE[evidence])
    return earlier._replace(
        via=via or earlier.via, evidence=evidence, confidence=confidence, said_as=None, is_embedded=False
    )

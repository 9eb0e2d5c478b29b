"""The phrases before a quotation that may name its speaker, by what ties them to it.

In order of trust: a name that touches the bracket; the agent of an embedded or passive clause, or the sender
of a message; the topic, subject or source of the quotation's clause. Behind the quotation:
`transforms.candidates_behind`.
"""

from __future__ import annotations

import re

from transforms.bodies import DOCUMENTS
from transforms.candidates_behind import find_owner_behind, find_signature
from transforms.clauses import asks, is_in_condition, is_in_relative, is_origin
from transforms.japanese_names import looks_like_firm, looks_like_name
from transforms.names import read_name
from transforms.phrases import SUBJECTS, Link, Phrase
from transforms.records import ActorKind, Evidence
from transforms.scene import Candidate, Scene, may_be_person
from transforms.senders import find_agent, find_writer
from transforms.surfaces import Name

_CLAUSE_END = re.compile(r"[ぁ-ん]、")
_ASKED = re.compile(
    r"(?<=[には])[^。はが]{0,40}?(?:(?:聞く|尋ねる|問う|ただす|問いかける|問い掛ける|確かめる|問い合わせる|電話する)と|"
    r"(?:聞いた|尋ねた|問い合わせた|取材した)ところ|(?:聞い|尋ね)たら|(?:聞い|尋ね)ても)、?"
)
"""Behind whom somebody asks, before the answer: 教授に意味を尋ねると、「…」."""
_AT_OCCASION = re.compile(
    r"[^、。はが]{0,12}(?:演説|会見|声明|談話|講演|朝礼|集会|会合|会議|答弁|取材|インタビュー|番組|会談|手記|著書|投稿|ブログ|ツイッター|X)"
    r"(?:で|に)"
)
"""Behind a topic: …は演説で: whoever else the sentence names, this one speaks."""
HEADLINE_LENGTH = 80
"""No headline is longer, in characters."""
_SAYING = re.compile(
    r"(?:口癖|口ぐせ|持論|第一声|返事|返答|答え|一言|言葉|せりふ|モットー|信条)は[^、。]{0,6}、?"
)
"""Between a name with の and a quotation: 田島さんの口癖は「…」。"""
_RELAYED = re.compile(r"(?:など)?と[^。]{0,20}$")
_REPORTED_BY = re.compile(r"[^。]{0,12}(?:報じ|伝え|報道)")
_LABEL = re.compile(
    r"[ 　▽▼◆■●○◇□・]*[【\[〈<]?(?P<name>[^\s。、，,.:：「」『』【】()（）\ue000]{1,16}?)"
    r"(?:の(?:話|コメント|談話|談))?[】\]〉>]?[ 　]*[:：]?[ 　]*"
)
_PARTICLE_END = re.compile(r"[はがをにとのもでへや]$")
_TURNS = frozenset({"Q", "A", "問", "答", "問い", "答え", "質問", "回答"})
"""Labels of questions and answers that name nobody."""
_SPEECH_MARK = re.compile(r"[:：]\s?$")
_NOUN_CUE = re.compile(
    r"(?:など)?と(?:の|いう|いった)|の(?:一言|ひと言|言葉|声|掛け声|叫び|返事|訴え|つぶやき)"
)
_SPOKEN_GAP = re.compile(r"[^、。「」]{0,8}(?:口にし|言っ|語っ|話し|繰り返し|唱え|残し)(?:ていた|ている|た)")
"""Between who says it and words with という言葉: 祖父が口にしていた「…」."""
_REMARK = re.compile(r"(?:発言|失言|放言|暴言|答弁)")
"""Right behind a bracket that a name owns: 知事の「好機」発言."""


def find_before(scene: Scene) -> Candidate | None:
    """The best candidate of the quotation's own sentence that stands before it."""
    ties = (find_label, find_signature, find_owner_behind, find_writer, _find_touching, find_agent)
    for tie in ties:
        if (found := tie(scene)) is not None:
            return found
    if scene.is_without_subject:
        return None
    return _find_asked(scene) or _find_in_clause(scene)


def is_cited(scene: Scene, phrase: Phrase) -> bool:
    """Whether a document tells what somebody said: 報告書は、顧問が「…」と繰り返したと認定した."""
    topics = (each for each in scene.before if each.link is Link.TOPIC and each.start < phrase.start)
    return phrase.link is Link.SUBJECT and any(topic.name.role in DOCUMENTS for topic in topics)


def find_topic(phrases: list[Phrase]) -> Phrase | None:
    """The last topic among some phrases."""
    return next((phrase for phrase in reversed(phrases) if phrase.link is Link.TOPIC), None)


def _find_touching(scene: Scene) -> Candidate | None:
    """田中社長「…」, 首相の「…」という発言, 田中:「…」, 議員から「…」."""
    last = scene.recent[-1] if scene.recent else None
    if last is None or last.name.kind is ActorKind.COUNTRY:
        return None
    gap = scene.masked[last.next : scene.bracket.start]
    if last.link is Link.OF and _SAYING.fullmatch(gap):
        return Candidate(last, Evidence.BEFORE)
    if last.link is Link.NONE and (not gap.strip() or _SPEECH_MARK.fullmatch(gap)):
        return Candidate(last, Evidence.BEFORE)
    if last.link is Link.FROM and scene.is_adjacent(last):
        return Candidate(last, Evidence.SAME_SENTENCE)
    at = scene.bracket.end
    is_noun_cue = scene.judgement.cue is not None and _NOUN_CUE.match(scene.masked, at)
    if last.link is Link.SUBJECT and _SPOKEN_GAP.fullmatch(gap):
        return Candidate(last, Evidence.BEFORE)
    is_voice = scene.masked.startswith("の", at)
    if last.link is Link.OF and not gap and is_voice and _NOUN_CUE.match(scene.masked, at):
        return Candidate(last, Evidence.SAME_SENTENCE)
    if last.link is Link.OF and not gap and (is_noun_cue or _REMARK.match(scene.masked, at)):
        return Candidate(last, Evidence.SAME_SENTENCE)
    return None


def _find_in_clause(scene: Scene) -> Candidate | None:
    """The topic, the subject or the source of the quotation's clause."""
    reach = scene.recent if scene.is_second else scene.before
    if (told := _find_told(reach)) is not None:
        return Candidate(told, Evidence.BEFORE)
    topic = _find_main_topic(scene, reach)
    nearest = next(
        (p for p in reversed(scene.recent) if p.link in SUBJECTS and not is_in_condition(scene, p)), None
    )
    is_body = nearest is not None and nearest.name.kind in {ActorKind.ORGANISATION, ActorKind.COUNTRY}
    if nearest is not None and (
        is_in_relative(scene, nearest) or (is_body and not scene.is_adjacent(nearest))
    ):
        source = next((p for p in reversed(reach) if p.start < nearest.start and _is_source(scene, p)), None)
        nearest = source or nearest
    if nearest is not None and (topic is None or _opens_clause(scene, topic, nearest)):
        return Candidate(nearest, Evidence.BEFORE)
    if topic is not None:
        return Candidate(topic, Evidence.BEFORE)
    if (opener := _find_opener(scene)) is not None:
        return opener
    source = next((p for p in reversed(reach) if _is_source(scene, p)), None)
    if source is None:
        agents = (
            p
            for p in reversed(reach)
            if p.link in {Link.SUBJECT, Link.FROM} and not (asks(scene, p) or is_origin(scene, p))
        )
        source = next((p for p in agents if not is_in_condition(scene, p)), None)
    return Candidate(source, Evidence.BEFORE) if source is not None else None


def _find_asked(scene: Scene) -> Candidate | None:
    """教授に意味を尋ねると、「…」: who is asked answers."""
    for phrase in reversed(scene.recent):
        if phrase.link is Link.TARGET and _ASKED.match(scene.masked, phrase.next, scene.bracket.start):
            return Candidate(phrase, Evidence.BEFORE)
        if phrase.link in SUBJECTS:
            return None
    return None


def _find_told(phrases: list[Phrase]) -> Phrase | None:
    """Whose words a medium passes on: 米紙は複数の当局者の話として「…」と報じた."""
    media = [
        phrase for phrase in phrases if phrase.link is Link.TOPIC and phrase.name.kind is ActorKind.MEDIA
    ]
    if not media:
        return None
    return next((p for p in phrases if p.link is Link.SOURCE and p.name.kind is not ActorKind.MEDIA), None)


def _find_main_topic(scene: Scene, phrases: list[Phrase]) -> Phrase | None:
    """The last topic, or the one before it that speaks on an occasion: 首相は演説で敵は「…」すると語った."""
    topics = [phrase for phrase in phrases if phrase.link is Link.TOPIC]
    if len(topics) > 1 and _is_set_apart(scene, topics[-2], topics[-1]):
        return topics[-2]
    if len(topics) > 1 and _AT_OCCASION.match(scene.masked, topics[-2].next):
        between = scene.masked[topics[-2].next : topics[-1].start]
        if not _CLAUSE_END.search(between):
            return topics[-2]
    return topics[-1] if topics else None


def _is_set_apart(scene: Scene, topic: Phrase, later: Phrase) -> bool:
    """側近は、大統領は無事で、「…」: a comma sets the speaker apart from whom the clause is about."""
    if later.start != topic.next + 1 or scene.masked[topic.next : topic.next + 1] != "、":
        return False
    return not scene.is_adjacent(later)


def _is_source(scene: Scene, phrase: Phrase) -> bool:
    """県警によると「…」; an unnamed source farther away only relays (出席者によると、机をたたいて「…」)."""
    if phrase.link is not Link.SOURCE or phrase.name.kind is ActorKind.MEDIA:
        return False
    is_told = scene.masked.startswith("の話として", phrase.end)
    return phrase.name.kind is not ActorKind.ANONYMOUS or is_told or scene.is_adjacent(phrase)


def _opens_clause(scene: Scene, topic: Phrase, subject: Phrase) -> bool:
    """…批判したが、田中氏が「…」: a person right before the bracket, behind the end of the topic's clause."""
    if subject.start <= topic.start or subject.name.kind not in {ActorKind.PERSON, ActorKind.ANONYMOUS}:
        return False
    if topic.name.role in DOCUMENTS:  # 報告書は、顧問が生徒に「…」と繰り返したと認定した
        return True
    between = scene.masked[topic.next : subject.start]
    return scene.is_adjacent(subject) and _CLAUSE_END.search(between) is not None


def find_label(scene: Scene) -> Candidate | None:
    """Who a line's label names, when nothing else stands there: 【久我山】「…」, 町田:「…」, 知事 「…」."""
    label = _LABEL.fullmatch(scene.masked, 0, scene.bracket.start) if scene.ends_line else None
    if label is None:
        return None
    words = label["name"]
    if words.strip("0123456789０１２３４５６７８９") in _TURNS or _PARTICLE_END.search(words):
        return None
    name = read_name(words)
    if name.kind is ActorKind.UNKNOWN:
        if not looks_like_name(name.core):
            return None
        name = name._replace(kind=ActorKind.PERSON)
    return Candidate(Phrase(*label.span("name"), scene.bracket.start, name, Link.NONE), Evidence.BEFORE)


def find_bare(scene: Scene) -> Candidate | None:
    """錦星は「…」と語った: a topic without office or honorific that is no word of the dictionary."""
    if scene.is_without_subject:
        return None
    for phrase in reversed(scene.unnamed):
        kind = _guess_kind(phrase.name)
        if phrase.link not in SUBJECTS or kind is ActorKind.UNKNOWN:
            continue
        is_told = phrase.link is Link.TOPIC and scene.judgement.cue is not None
        if is_told or scene.is_adjacent(phrase):
            return Candidate(phrase._replace(name=phrase.name._replace(kind=kind)), Evidence.BEFORE)
    return None


def _guess_kind(name: Name) -> ActorKind:
    """What a bare noun may name: 錦星 a person, 樽本縫製 a firm."""
    if name.kind in {ActorKind.PERSON, ActorKind.UNKNOWN} and may_be_person(name):
        return ActorKind.PERSON
    is_firm = name.kind is ActorKind.UNKNOWN and looks_like_firm(name.core)
    return ActorKind.ORGANISATION if is_firm else ActorKind.UNKNOWN


def _find_opener(scene: Scene) -> Candidate | None:
    """首相、増税を否定 「…」: whom a headline opens with."""
    opener = next((phrase for phrase in scene.before if phrase.start == 0), None)
    is_sentence = scene.masked.find("。", 0, HEADLINE_LENGTH) >= 0 or scene.bracket.start > HEADLINE_LENGTH
    if opener is None or is_sentence or scene.masked[opener.end : opener.end + 1] != "、":
        return None
    return Candidate(opener, Evidence.HEADLINE)


def find_medium(scene: Scene) -> Phrase | None:
    """The medium that relays a quotation: ロイター通信によると「…」, 「…」とロイター通信が報じた."""
    is_told = _find_told(scene.before) is not None
    for phrase in reversed(scene.before):
        is_relay = phrase.link is Link.SOURCE or (is_told and phrase.link is Link.TOPIC)
        if is_relay and phrase.name.kind is ActorKind.MEDIA:
            return phrase
    for phrase in scene.behind:
        if phrase.name.kind is ActorKind.MEDIA and phrase.link is Link.SUBJECT:
            is_relay = _RELAYED.match(scene.masked[scene.bracket.end : phrase.start]) is not None
            if is_relay and _REPORTED_BY.match(scene.masked, phrase.next):
                return phrase
    return None


def find_joint(phrase: Phrase, before: list[Phrase]) -> list[Phrase]:
    """The phrases of a joint subject (ブッシュ氏とローラ夫人は), in order; the last is `phrase`."""
    joint = [phrase]
    for other in reversed(before):
        if other.start < joint[0].start and other.next == joint[0].start and other.link is Link.AND:
            joint.insert(0, other)
    return joint

"""The phrases behind a quotation that may name its speaker: in its sentence, then in the next one."""

from __future__ import annotations

import re

from transforms.cast import Cast
from transforms.names import read_name
from transforms.phrases import SUBJECTS, Link, Phrase
from transforms.records import ActorKind, Evidence
from transforms.scene import Candidate, Scene, is_somebody, may_be_person, pick_somebody
from transforms.speech import VERB

_ATTRIBUTIVE = re.compile(
    r"(?:など|等)?と(?:も|、)?[^、。「」]{0,24}?(?:る|た|す|う|く|む|ぶ|つ|ぐ)(?:のは)?$"
)
_HEADLINE_OWNERS = re.compile(r"[ 　]*(?:[^\s。、「」]{1,16}の)?")
_HEADLINE_END = re.compile(r"、|[ 　]|$")
_HEADLINE_GAP = re.compile(r"[ 　]?[=＝―—]?[ 　]?(?:[^\s。、「」]{1,12}・)?")
_SIGNED = re.compile(r"[ 　]?[=＝][ 　]?")
_IN_PARENTHESES = re.compile(r"[(（]([^()（）]{2,30})[)）]")
_RESPONDENT = re.compile(r"[^\s0-9０-９「」。]{1,12}の[^\s0-9０-９「」。]{2,12}")
"""Who a gloss behind the words names by place and trade: 「…」(甲府の小売り)."""
_HEARD = re.compile(r"[^、。「」の]{0,6}?(?:声|叫び|悲鳴|つぶやき)(?:が|も|を)[^。「」]{0,8}?(?:聞|届|響|耳)")
_TO_AGENT = re.compile(r"(?:など)?と(?:、|別の|他の|ほかの)?")
_THUS = re.compile(r"(?:そう|こう|このように)|と[^。]{0,20}|(?:一言|言葉|発言|冗談|口癖|嘆き|叫び|つぶやき)")
_OWN_WORDS = re.compile(
    r"[^、。「」のでに]{0,6}?(?:言葉|一言|発言|冗談|口癖|嘆き|叫び|つぶやき|訴え|弁|声|談|質問|問い)(?![一-鿿])"
)
"""Behind a name with の: 「…」。監督の冗談に…"""
_RETORTS = re.compile(r"[^、。]{0,12}(?:返す|返し|答え|つぶや|言い放|打ち明け|切り返|うそぶ)")
_SAID_THUS = re.compile(r"\s*(?:そう|こう|このように)")
_THUS_CLEFT = re.compile(r"\s*(?:そう|こう|このように)[^。「」]{0,24}のは、?")
"""Behind a quotation that stands alone: そう言って頭をかくのは、田中さん。"""
_CLEFT = re.compile(r"(?:など)?と[^。「」]{0,24}の(?P<particle>[はが])、?")
IS_WHO = re.compile(r"\s*(?:[(（][^()（）]*[)）])?(?:だった|だ|である|です|でした)?。")
"""Behind whom a cleft names: …と話すのが田中さんだ。"""
_WORDS_OF = re.compile(r"(?:など)?とは、?[^。「」]{1,24}の(?:弁|言葉|言|談|台詞|せりふ|口癖|持論)")
"""Behind a quotation: …とは、田中さんの弁。"""


def find_signature(scene: Scene) -> Candidate | None:
    """露、交渉に条件「…」=ザルキン報道官: a headline signs the words with who said them."""
    sign = _SIGNED.match(scene.masked, scene.bracket.end)
    phrase = next((phrase for phrase in scene.behind if phrase.link is not Link.OF), None)
    if sign is None or phrase is None or phrase.start != sign.end() or not phrase.name.is_certain:
        return None
    is_speaker = phrase.name.can_speak and phrase.name.kind is not ActorKind.MEDIA
    return Candidate(phrase, Evidence.HEADLINE) if is_speaker else None


def find_owner_behind(scene: Scene) -> Candidate | None:
    """「…」という田中さんの声, 「…」との妻の言葉: whose words they are."""
    for phrase in scene.behind[:1]:
        between = scene.masked[scene.at : phrase.start]
        is_owner = phrase.link is Link.OF and _OWN_WORDS.match(scene.masked, phrase.next) is not None
        if is_owner and between in {"という", "との", "といった"} and phrase.name.is_certain:
            return Candidate(phrase, Evidence.AFTER)
    return None


def is_heard(scene: Scene, owner: Phrase) -> bool:
    """「…」という田中さんの声が聞こえ、: whoever tells the sentence heard it, and goes on."""
    return owner.link is Link.OF and _HEARD.match(scene.masked, owner.next) is not None


def find_agent_behind(scene: Scene) -> Candidate | None:
    """「…」と矢代から声を掛けられ: the agent of the passive stands between the words and the verb."""
    for phrase in scene.behind[:2]:
        between = scene.masked[scene.at : phrase.start]
        if phrase.link in {Link.FROM, Link.TARGET} and _TO_AGENT.fullmatch(between):
            is_person = phrase.name.kind in {ActorKind.PERSON, ActorKind.ANONYMOUS}
            return Candidate(phrase, Evidence.SAME_SENTENCE) if is_person else None
    return None


def find_behind(scene: Scene, cast: Cast) -> Candidate | None:
    """「…」と話す田中さん, 「…」(田中社長), 「…」=田中社長, 「…」。漁師はそうつぶやいた."""
    if (found := _find_in_gloss(scene, cast)) is not None:
        return found
    named = pick_somebody(scene.behind, cast)
    if (found := _find_in_cleft(scene, named)) is not None:
        return found
    if len(named) > 1 and named[0].link is Link.OF and named[1].start == named[0].start:
        named = named[1:]  # 公取委の担当者: the joined phrase, not its owner
    if named and (found := _find_right_behind(scene, named[0])) is not None:
        return found
    if (found := _find_in_headline(scene)) is not None:
        return found
    return _find_in_next(scene, cast)


def _find_in_gloss(scene: Scene, cast: Cast) -> Candidate | None:
    """「…」(田中社長), 「…」(甲府の小売り)."""
    gloss = _IN_PARENTHESES.match(scene.masked, scene.bracket.end)
    if gloss is None:
        return None
    name = read_name(gloss[1])
    if name.kind is ActorKind.UNKNOWN and _RESPONDENT.fullmatch(gloss[1]):
        name = name._replace(core="", kind=ActorKind.ANONYMOUS, role=gloss[1], is_certain=True)
    if not is_somebody(name, cast):
        return None
    return Candidate(Phrase(*gloss.span(1), gloss.end(), name, Link.NONE), Evidence.AFTER)


def _find_in_cleft(scene: Scene, named: list[Phrase]) -> Candidate | None:
    """「…」と語るのは、田中さん, 「…」と話すのが田中さんだ, 「…」とは、田中さんの弁."""
    at = scene.bracket.end
    if _WORDS_OF.match(scene.masked, at):
        owners = (phrase for phrase in reversed(named) if phrase.link is Link.OF)
        last = next((owner for owner in owners if _OWN_WORDS.match(scene.masked, owner.next)), None)
        return Candidate(last, Evidence.AFTER) if last is not None else None
    cleft = _CLEFT.match(scene.masked, at)
    last = next((phrase for phrase in reversed(named) if phrase.link is not Link.OF), None)
    if cleft is None or last is None:
        return None
    ends_in_name = IS_WHO.match(scene.masked, last.end) is not None
    return Candidate(last, Evidence.AFTER) if cleft["particle"] == "は" or ends_in_name else None


def _find_in_headline(scene: Scene) -> Candidate | None:
    """「…」 朝日嶺、単独首位に, 「…」 引退撤回の三輪: a name that only its place in a line shows."""
    if not scene.opens_line:
        return None
    phrase = next((phrase for phrase in scene.behind[:3] if phrase.link is not Link.OF), None)
    if phrase is None or _HEADLINE_OWNERS.fullmatch(scene.masked, scene.bracket.end, phrase.start) is None:
        return None
    is_listed = _HEADLINE_END.match(scene.masked, phrase.end) is not None
    is_named = phrase.name.kind is ActorKind.PERSON and phrase.name.is_certain
    if not (is_listed and (is_named or may_be_person(phrase.name))):
        return None
    return Candidate(phrase._replace(name=phrase.name._replace(kind=ActorKind.PERSON)), Evidence.HEADLINE)


def _find_right_behind(scene: Scene, phrase: Phrase) -> Candidate | None:
    between = scene.masked[scene.bracket.end : phrase.start]
    may_end = phrase.link in {Link.NONE, Link.SUBJECT, Link.TOPIC, Link.OTHER}
    if may_end and _HEADLINE_GAP.fullmatch(between):
        return Candidate(phrase, Evidence.HEADLINE)
    if phrase.link is not Link.OF and _ATTRIBUTIVE.match(between):
        return Candidate(phrase, Evidence.AFTER)
    if may_end and between in {"と", "と、"} and phrase.name.kind is not ActorKind.MEDIA:
        return Candidate(phrase, Evidence.AFTER)
    return None


def _find_in_next(scene: Scene, cast: Cast) -> Candidate | None:
    """The subject of the next sentence, if that says who spoke a quotation that stands alone."""
    if not scene.ends_sentence:
        return None
    if _THUS_CLEFT.match(scene.masked, scene.end):
        named = pick_somebody(scene.next_phrases, cast)
        return Candidate(named[-1], Evidence.AFTER) if named else None
    for phrase in scene.next_phrases:
        if not is_somebody(phrase.name, cast):
            continue
        is_owner = phrase.link is Link.OF or (
            phrase.link is Link.FROM and scene.masked.startswith("の", phrase.next)
        )
        if is_owner and _OWN_WORDS.match(scene.masked, phrase.next + (phrase.link is Link.FROM)):
            return Candidate(phrase, Evidence.AFTER)
        if phrase.link in SUBJECTS:
            return Candidate(phrase, Evidence.AFTER) if _says_thus(scene, phrase) else None
    return None


def find_next_topic(scene: Scene, cast: Cast) -> Candidate | None:
    """「…」。榎木は両手を突き上げた: whom a text that opens with a quotation names next."""
    if not (scene.opens_line and scene.ends_sentence):
        return None
    for phrase in scene.next_phrases:
        is_person = phrase.name.kind in {ActorKind.PERSON, ActorKind.ANONYMOUS}
        if (
            phrase.link is Link.TOPIC
            and is_person
            and (is_somebody(phrase.name, cast) or may_be_person(phrase.name))
        ):
            return Candidate(phrase, Evidence.AFTER)
    return None


def _says_thus(scene: Scene, phrase: Phrase) -> bool:
    if _SAID_THUS.match(scene.masked, scene.end):
        return True
    rest = scene.masked[phrase.next : phrase.next + 40].split("。")[0].split("「")[0]
    if _RETORTS.match(rest):
        return True
    thus = _THUS.search(rest)
    if thus is None:
        return False
    return thus.group()[0] != "と" or (thus.start() == 0 and VERB.search(thus.group()) is not None)

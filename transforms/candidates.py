"""The phrases around a quotation that may name its speaker, by what ties them to it.

In order of trust: a name that touches the bracket; the agent of an embedded or passive clause, or the sender
of a message; the topic, subject or source of the quotation's clause. Behind the quotation: see `find_behind`.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from transforms.bodies import DOCUMENTS
from transforms.brackets import Bracket
from transforms.cast import Cast
from transforms.japanese_names import is_family_name, looks_like_firm, looks_like_name
from transforms.names import Name, read_name
from transforms.phrases import MASK, Link, Phrase
from transforms.records import ActorKind, Evidence
from transforms.speech import VERB, Judgement

_EMBEDDED = re.compile(
    r"(?:など)?と[^、。「」]{0,10}?(?:[るうくむすつぶぐ]と|ところ|たら|れば|ても)、|"
    r"(?:など)?と(?:の|いう)?[^、。「」]{0,14}?(?:た|る|す|う)"
    r"(?:こと|事|の(?=[をにはが])|際|ため|点|問題|上で|と(?:[さ伝報述]|主張|指摘|認定|説明|証言|訴え|明か))"
)
_PASSIVE = re.compile(
    r"(?:など)?と(?!み|見|思|考え|呼|書き込)(?![^、。「」]{0,9}(?:に追われ|余儀なく))"
    r"(?:、?[^、。「」はがを]{1,12}?から)?[^、。「」]{1,9}?(?:され|われ|られ|かれ|まれ|もらっ|もらう|いただい)(?!ない)"
)
_MESSAGE = re.compile(
    r"(?:など)?と(?:の|いう|いった)?(?:[^、。「」]{0,6}?)"
    r"(?:電話|連絡|メール|手紙|声|質問|意見|批判|指摘|苦情|要望|相談|報告|通報|励まし|申し出)"
    r"(?:が|も|を(?:受け|もら|い)|に)"
)
_ATTRIBUTIVE = re.compile(
    r"(?:など|等)?と(?:も|、)?[^、。「」]{0,24}?(?:る|た|す|う|く|む|ぶ|つ|ぐ)(?:のは)?$"
)
_CLAUSE_END = re.compile(r"[ぁ-ん]、")
_CONDITION_END = re.compile(
    r"(?:[うくぐすつぬぶむる]と|たら|[えけげせてねべめれ]ば|ので|ため|[うくぐすつぬぶむるたい](?:横|そば|傍ら|隣)で)、"
)
_RELATIVE_END = re.compile(
    r"[たるうくすつぶむぐい](?:こと|もの|[一-鿿ァ-ヺA-Za-z][^、。\ue000]{0,20}?)"
    r"(?:は|には|では|については|に関しては|について|に関して|をめぐり|を巡り)(?![一-鿿])"
)
_OWN_VOICE = re.compile(r"の(?:声|掛け声|歓声|怒号)[^、。「」]{0,4}?(?:が|も)")
_ASKED_BY = re.compile(r"(?:問われ|聞かれ|訊かれ|尋ねられ|質問され|ただされ|指摘され|求められ|迫られ|促され)")
_AT_OCCASION = re.compile(
    r"[^、。はが]{0,12}(?:演説|会見|声明|談話|講演|朝礼|集会|会合|会議|答弁|取材|インタビュー|番組|会談|手記|著書|投稿|ブログ|ツイッター|X)"
    r"(?:で|に)"
)
"""Behind a topic: …は演説で: whoever else the sentence names, this one speaks."""
_VOICES = re.compile(
    r"(?:など)?と(?:(?:の|いう|いった|する)[^、。「」]{0,10}?"
    r"(?:声|意見|批判|指摘|苦情|要望|懸念|見方|不満|反発|抗議|本音|疑問|電話|異論|期待|戸惑い|驚き|落胆|憶測|観測|評価|やじ|ヤジ|歓声|怒号|悲鳴)|"
    r"[^、。「」]{0,6}?(?:意見|声|慎重論|異論|批判|やじ|ヤジ|野次|歓声|怒号|悲鳴|声援))"
    r"[^、。「」]{0,8}?(?:が|も|は)[^。「」]{0,12}?"
    r"(?:ある|あっ|あり|上が|あが|出|相次|聞かれ|根強|漏れ|殺到|寄せられ|広が|多い|多く|強|続出|大勢|占め|飛び交|飛ん|飛ぶ|響|起こ|沸|渦巻|噴出|届)"
)
"""Behind a quotation: …との声が上がる: unnamed voices, unless the sentence says whose."""
HEADLINE_LENGTH = 80
"""No headline is longer, in characters."""
_HEADLINE_OWNERS = re.compile(r"[ 　]*(?:[^\s。、「」]{1,16}の)?")
_HEADLINE_END = re.compile(r"、|[ 　]|$")
_HEADLINE_GAP = re.compile(r"[ 　]?[=＝―—]?[ 　]?(?:[^\s。、「」]{1,12}・)?")
_IN_PARENTHESES = re.compile(r"[(（]([^()（）]{2,30})[)）]")
_RESPONDENT = re.compile(r"[^\s0-9０-９「」。]{1,12}の[^\s0-9０-９「」。]{2,12}")
"""Who a gloss behind the words names by place and trade: 「…」(甲府の小売り)."""
_THUS = re.compile(r"(?:そう|こう|このように)|と[^。]{0,20}|(?:一言|言葉|発言|冗談|口癖|嘆き|叫び|つぶやき)")
_OWN_WORDS = re.compile(
    r"[^、。「」の]{0,6}?(?:言葉|一言|発言|冗談|口癖|嘆き|叫び|つぶやき|訴え|弁|声|談|質問|問い)(?![一-鿿])"
)
"""Behind a name with の: 「…」。監督の冗談に…"""
_SAYING = re.compile(
    r"(?:口癖|口ぐせ|持論|第一声|返事|返答|答え|一言|言葉|せりふ|モットー|信条)は[^、。]{0,6}、?"
)
"""Between a name with の and a quotation: 田島さんの口癖は「…」。"""
_RETORTS = re.compile(r"[^、。]{0,12}(?:返す|返し|答え|つぶや|言い放|打ち明け|切り返|うそぶ)")
_SAID_THUS = re.compile(r"\s*(?:そう|こう|このように)")
_THUS_CLEFT = re.compile(r"\s*(?:そう|こう|このように)[^。「」]{0,24}のは、?")
"""Behind a quotation that stands alone: そう言って頭をかくのは、田中さん。"""
_CLEFT = re.compile(r"(?:など)?と[^。「」]{0,24}の(?P<particle>[はが])、?")
_IS_WHO = re.compile(r"\s*(?:[(（][^()（）]*[)）])?(?:だった|だ|である|です|でした)?。")
"""Behind whom a cleft names: …と話すのが田中さんだ。"""
_WORDS_OF = re.compile(r"(?:など)?とは、?[^。「」]{1,24}の(?:弁|言葉|言|談|台詞|せりふ|口癖|持論)")
"""Behind a quotation: …とは、田中さんの弁。"""
_RELAYED = re.compile(r"(?:など)?と[^。]{0,20}$")
_REPORTED_BY = re.compile(r"[^。]{0,12}(?:報じ|伝え|報道)")
_LABEL = re.compile(
    r"[ 　▽▼◆■●○◇□・]*[【\[〈<]?(?P<name>[^\s。、，,.:：「」『』【】()（）\ue000]{1,16}?)"
    r"(?:の(?:話|コメント|談話|談))?[】\]〉>]?[ 　]*[:：]?[ 　]*"
)
_RUN = re.compile(rf"(?:[、や]?[「『]{MASK}*[」』]){{0,8}}")
_BLANK = re.compile(r"\s*")
_STOP = re.compile(r"。*")
_LINE_REST = re.compile(r"[。\s]*")
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


class Candidate(NamedTuple):
    """A phrase that may name the speaker, and what ties it to the quotation."""

    phrase: Phrase
    evidence: Evidence


class Scene(NamedTuple):
    """What surrounds one quotation; positions count in the masked line.

    Attributes:
        masked: the line, quotations masked.
        bracket: the quotation.
        judgement: why it counts as speech.
        before: the phrases of its sentence before it that name somebody.
        recent: those of them behind the previous quotation of the sentence.
        behind: all phrases of the sentence behind it.
        next_phrases: the phrases of the sentence that follows.
        end: where the sentence ends.
        unnamed: the phrases before it that name nobody as far as they show, behind the previous quotation.
        is_second: whether the sentence holds a quotation before it.
    """

    masked: str
    bracket: Bracket
    judgement: Judgement
    before: list[Phrase]
    recent: list[Phrase]
    behind: list[Phrase]
    next_phrases: list[Phrase]
    end: int
    unnamed: list[Phrase]
    is_second: bool

    @property
    def at(self) -> int:
        """Where the words behind the quotation begin: in a run 「…」「…」などと, behind the last."""
        run = _RUN.match(self.masked, self.bracket.end)
        return run.end() if run is not None else self.bracket.end

    @property
    def is_passive(self) -> bool:
        """Whether the quotation was said to the sentence's subject (と問われ, と言われ)."""
        return _PASSIVE.match(self.masked, self.at) is not None

    @property
    def is_voices(self) -> bool:
        """Whether unnamed voices say it (との声が上がる, といった抗議が殺到)."""
        return any(voices.match(self.masked, self.at) for voices in (_VOICES, _OWN_VOICE))

    @property
    def is_message(self) -> bool:
        """Whether it came in as a message (と電話があり), whose sender may go on."""
        return _MESSAGE.match(self.masked, self.at) is not None

    @property
    def is_without_subject(self) -> bool:
        """Whether the sentence's subject is not the speaker, so that only a source named with it can be."""
        return self.is_passive or self.is_voices

    @property
    def is_embedded(self) -> bool:
        """Whether the quotation belongs to a subordinate clause, so that its speaker does not go on."""
        return self.is_without_subject or _EMBEDDED.match(self.masked, self.bracket.end) is not None

    @property
    def opens_line(self) -> bool:
        """Whether nothing stands before the quotation in its line."""
        return _BLANK.fullmatch(self.masked, 0, self.bracket.start) is not None

    @property
    def ends_line(self) -> bool:
        """Whether nothing but a full stop stands behind the quotation in its line."""
        return _LINE_REST.fullmatch(self.masked, self.bracket.end) is not None

    @property
    def ends_sentence(self) -> bool:
        """Whether nothing but a full stop stands behind the quotation in its sentence."""
        return _STOP.fullmatch(self.masked, self.bracket.end, self.end) is not None

    def is_adjacent(self, phrase: Phrase) -> bool:
        """Whether nothing but a comma stands between a phrase and the quotation."""
        return not self.masked[phrase.next : self.bracket.start].strip("、 ")


def is_somebody(name: Name, cast: Cast) -> bool:
    """Whether a phrase of prose names somebody: by office, honorific, ending, list or earlier mention.

    Prose gives people an office or an honorific; a bare katakana noun counts only once the document has used
    it as a name.
    """
    return name.is_certain or cast.knows(name.core)


def may_be_person(name: Name) -> bool:
    """Whether a bare noun may be a person's name: a family name, or no word of the dictionary."""
    is_family = name.kind is ActorKind.PERSON and is_family_name(name.core)
    return is_family or looks_like_name(name.core)


def find_before(scene: Scene) -> Candidate | None:
    """The best candidate of the quotation's own sentence that stands before it."""
    found = find_label(scene) or _find_owner_behind(scene) or _find_touching(scene) or _find_agent(scene)
    return found if found is not None or scene.is_without_subject else _find_in_clause(scene)


def find_topic(phrases: list[Phrase]) -> Phrase | None:
    """The last topic among some phrases."""
    return next((phrase for phrase in reversed(phrases) if phrase.link is Link.TOPIC), None)


def _find_owner_behind(scene: Scene) -> Candidate | None:
    """「…」という田中さんの声, 「…」との妻の言葉: whose words they are."""
    for phrase in scene.behind[:1]:
        between = scene.masked[scene.at : phrase.start]
        is_owner = phrase.link is Link.OF and _OWN_WORDS.match(scene.masked, phrase.next) is not None
        if is_owner and between in {"という", "との", "といった"} and phrase.name.is_certain:
            return Candidate(phrase, Evidence.AFTER)
    return None


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


def _find_agent(scene: Scene) -> Candidate | None:
    """The agent of a passive, of a message that came in, or of an embedded clause."""
    at = scene.at
    if scene.is_passive:
        return _find_agent_behind(scene) or _pick(scene, {Link.FROM, Link.TARGET}, Evidence.SAME_SENTENCE)
    if scene.is_voices:
        return _pick(scene, {Link.FROM}, Evidence.SAME_SENTENCE)
    if scene.is_message:
        return _pick(scene, {Link.FROM}, Evidence.SAME_SENTENCE)
    if _EMBEDDED.match(scene.masked, at):
        return _pick(scene, {Link.SUBJECT, Link.FROM}, Evidence.BEFORE)
    return None


def _find_agent_behind(scene: Scene) -> Candidate | None:
    """「…」と矢代から声を掛けられ: the agent of the passive stands between the words and the verb."""
    for phrase in scene.behind[:2]:
        between = scene.masked[scene.at : phrase.start]
        if phrase.link in {Link.FROM, Link.TARGET} and between in {"と", "と、", "などと"}:
            is_person = phrase.name.kind in {ActorKind.PERSON, ActorKind.ANONYMOUS}
            return Candidate(phrase, Evidence.SAME_SENTENCE) if is_person else None
    return None


def _pick(scene: Scene, links: set[Link], evidence: Evidence) -> Candidate | None:
    for phrase in reversed(scene.before):
        if phrase.link in links and phrase.name.kind is not ActorKind.MEDIA:
            return Candidate(phrase, evidence)
    return None


def _find_in_clause(scene: Scene) -> Candidate | None:
    """The topic, the subject or the source of the quotation's clause."""
    reach = scene.recent if scene.is_second else scene.before
    if (told := _find_told(reach)) is not None:
        return Candidate(told, Evidence.BEFORE)
    topic = _find_main_topic(scene, reach)
    subjects = {Link.SUBJECT, Link.TOPIC}
    nearest = next(
        (p for p in reversed(scene.recent) if p.link in subjects and not _is_in_condition(scene, p)), None
    )
    if nearest is not None and (topic is None or _opens_clause(scene, topic, nearest)):
        return Candidate(nearest, Evidence.BEFORE)
    if topic is not None:
        return Candidate(topic, Evidence.BEFORE)
    if (opener := _find_opener(scene)) is not None:
        return opener
    source = next((p for p in reversed(reach) if _is_source(scene, p)), None)
    if source is None:
        agents = (p for p in reversed(reach) if p.link in {Link.SUBJECT, Link.FROM} and not _asks(scene, p))
        source = next((p for p in agents if not _is_in_condition(scene, p)), None)
    return Candidate(source, Evidence.BEFORE) if source is not None else None


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
    if len(topics) > 1 and _AT_OCCASION.match(scene.masked, topics[-2].next):
        between = scene.masked[topics[-2].next : topics[-1].start]
        if not _CLAUSE_END.search(between):
            return topics[-2]
    return topics[-1] if topics else None


def _asks(scene: Scene, phrase: Phrase) -> bool:
    """弁護士から…を問われると、「…」: the one who asks is not the one who answers."""
    return (
        phrase.link is Link.FROM
        and _ASKED_BY.search(scene.masked, phrase.next, scene.bracket.start) is not None
    )


def is_subordinate(text: str, start: int, end: int) -> bool:
    """Whether a clause ends between a subject and `end`, as a condition or before the noun it describes.

    記者が尋ねると、「…」 and 同誌が報じた記事については「…」: what comes behind is somebody else's.
    """
    return any(clause.search(text, start, end) is not None for clause in (_CONDITION_END, _RELATIVE_END))


def _is_in_condition(scene: Scene, phrase: Phrase) -> bool:
    """記者が尋ねると、「…」: the subject of a clause with と, たら, ば, ので is not the main clause's."""
    return phrase.link is Link.SUBJECT and is_subordinate(scene.masked, phrase.next, scene.bracket.start)


def _is_source(scene: Scene, phrase: Phrase) -> bool:
    """県警によると「…」; an unnamed source farther away only relays (出席者によると、机をたたいて「…」)."""
    if phrase.link is not Link.SOURCE or phrase.name.kind is ActorKind.MEDIA:
        return False
    return phrase.name.kind is not ActorKind.ANONYMOUS or scene.is_adjacent(phrase)


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
    label = _LABEL.fullmatch(scene.masked, 0, scene.bracket.start)
    if label is None or not _LINE_REST.fullmatch(scene.masked, scene.bracket.end):
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
        if phrase.link not in {Link.TOPIC, Link.SUBJECT} or kind is ActorKind.UNKNOWN:
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


def find_behind(scene: Scene, cast: Cast) -> Candidate | None:
    """「…」と話す田中さん, 「…」(田中社長), 「…」=田中社長, 「…」。漁師はそうつぶやいた."""
    if (found := _find_in_gloss(scene, cast)) is not None:
        return found
    named = [phrase for phrase in scene.behind if is_somebody(phrase.name, cast)]
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
    ends_in_name = _IS_WHO.match(scene.masked, last.end) is not None
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


def _find_opener(scene: Scene) -> Candidate | None:
    """首相、増税を否定 「…」: whom a headline opens with."""
    opener = next((phrase for phrase in scene.before if phrase.start == 0), None)
    is_sentence = scene.masked.find("。", 0, HEADLINE_LENGTH) >= 0 or scene.bracket.start > HEADLINE_LENGTH
    if opener is None or is_sentence or scene.masked[opener.end : opener.end + 1] != "、":
        return None
    return Candidate(opener, Evidence.HEADLINE)


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
        named = [phrase for phrase in scene.next_phrases if is_somebody(phrase.name, cast)]
        return Candidate(named[-1], Evidence.AFTER) if named else None
    for phrase in scene.next_phrases:
        if not is_somebody(phrase.name, cast):
            continue
        is_owner = phrase.link is Link.OF or (
            phrase.link is Link.FROM and scene.masked.startswith("の", phrase.next)
        )
        if is_owner and _OWN_WORDS.match(scene.masked, phrase.next + (phrase.link is Link.FROM)):
            return Candidate(phrase, Evidence.AFTER)
        if phrase.link in {Link.TOPIC, Link.SUBJECT}:
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

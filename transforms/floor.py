"""Who has the floor: whose a quotation is that has no subject of its own."""

from __future__ import annotations

import re

from transforms.attribution import Attribution, Attributor
from transforms.cast import Cast, Mention
from transforms.names import read_name
from transforms.phrases import AGE, Link, Phrase
from transforms.records import ActorKind, Evidence
from transforms.scene import Scene, pick_somebody
from transforms.sentences import (
    Sentence,
    ends_in_heading,
    ends_in_speech,
    find_heading,
    find_hearsay,
    find_last,
    find_teller,
    find_topic,
    find_topic_behind,
    is_bystander,
    is_cleft,
    is_main_subject,
    only_exists,
    shows_speech,
)
from transforms.speech import SPEECH_STOP, VERB
from transforms.surfaces import Name

_ASKED = re.compile(
    r"[^。]{0,6}?に(?:も|は)?(?:、[^。]{0,40}?)?(?:話を|お話を|[^。はが]{1,20}を)?(?:聞い|聞く|聞き|尋ね|インタビュー|取材|伺)"
)
_ANSWER_LINE = re.compile(r"\s*(?:(?:A|答え?|回答)[0-9]*[.．:： 　])?\s*「")
NEAR_SENTENCES = 2
"""How long ago whoever has the floor may have taken it to be almost certain."""
HEARD_REACH = 100
"""How far before a quotation the words that it was heard may stand: a bound keeps endless lines linear."""
_ACCUSED_SPEAKS = re.compile(r"被告人質問|最終(?:意見)?陳述|調べに(?:対し|は)|取り調べに")
_ADMITS = re.compile(r"(?:など)?と(?:供述|(?:[^、。]{0,4}?(?:容疑|起訴内容|罪)を(?:認|否認|否定)))")
_ACCUSED = tuple(
    Name(role, "", ActorKind.PERSON, role, is_anaphor=True) for role in ("容疑者", "被告", "被告人")
)
_JUDGES = re.compile(r"(?:など)?と(?:も|は|まで)?、?(?:認定|判示|説示)")
_JUDGMENT = Name("判決", "", ActorKind.ORGANISATION, "判決", is_anaphor=True)
_TESTIMONY = re.compile(
    r"(?:の|から(?:は|も)?の?)[^、。はがをにの]{0,6}?(?:証言|声|話|コメント|談話|弁|言葉|回想|感想|答え|口癖|口ぐせ)"
    r"(?:が|も|は|を)?[^、。「」]{0,12}?(?:ある|あった|残る|残って|聞いた|聞かれた|紹介|こうだ|こうだった)?(?:した|する|いる)?。"
)
"""Behind a name at a sentence's end: 潜水士の証言がある。「…」"""
_QUESTION_LINE = re.compile(
    r"\s*(?:[―—─ー-]{2,}|(?:Q|問い?|質問|記者|聞き手|司会|インタビュアー)[0-9]*[.．:： 　「])"
)
_ADDRESSED = re.compile(
    r"\s*(?:[―—─ー-]{2,}|(?:Q|問い?|質問|記者|聞き手|司会)[0-9]*[.．:： 　])\s*"
    r"(?P<name>[^\s、。はもに「」]{1,12}?(?:さん|氏|先生|監督|選手|社長|教授))(?:、|は[。、？?])"
)


_COMMENT_LINE = re.compile(r"\s*[▽▼◇◆■]?[^\s。、「」]{1,20}の(?:話|コメント|談話)[】\]]?[ 　:：]*「")
"""▽田中監督の話 「…」: such a line is a box of its own, after which the article begins anew."""
_SUFFERS = re.compile(
    r"死亡|亡くな|死去|けが|負傷|重傷|軽傷|搬送|運ばれ|意識不明|逮捕|起訴|送検|行方|はねられ|襲われ|刺され|殴られ|殺|遺体|見つかっ"
)
"""What happens to whom a text names by age although they say nothing."""
_KIN = re.compile(r"(?:父|母|姉|兄|弟|妹|夫|妻|息子|娘|祖父|祖母|曽祖母|孫|友人|親友|先生|師匠)(?:親|さん)?$")
_HABIT = r"(?:口癖|口ぐせ|持論|信条|モットー|座右の銘)"
_HABIT_BEFORE = re.compile(rf"{_HABIT}は[^、。「」]{{0,4}}、?$")
_HABIT_BEHIND = re.compile(rf"(?:など)?(?:と(?:いう)?)?[がの]{_HABIT}")


class Floor:
    """Follows, through the lines of one clipping, who spoke last and who may speak next.

    Args:
        text: the post's text.
        cast: who is named in the document so far.
    """

    def __init__(self, text: str, cast: Cast) -> None:
        self._text = text
        self._cast = cast
        self.clear()

    def clear(self) -> None:
        """Forget everybody: a new clipping begins."""
        self._holder: Attribution | None = None
        self._latest: Attribution | None = None
        self._interviewee: Attribution | None = None
        self._in_interview = False
        self._is_about_to_speak = False
        self._aside: Attribution | None = None
        self._sentence = self._line = self._taken_sentence = self._taken_line = 0
        self._protagonist: Attribution | None = None

    @property
    def holder(self) -> Attribution | None:
        """Who spoke or was the topic last."""
        return self._holder

    def hear(self, attribution: Attribution, sentence: Sentence) -> None:
        """A quotation was attributed: its speaker goes on, unless a clause or somebody's tale held it."""
        if attribution.speaker is None or attribution.is_embedded:
            return
        if not self._is_retold(attribution.speaker, sentence):
            self._take(attribution)
            self._is_about_to_speak = False

    def _is_retold(self, speaker: Mention, sentence: Sentence) -> bool:
        """姉は「…」と言ったという。: whoever tells of a relative goes on."""
        is_here = speaker.start >= sentence.offset + sentence.start
        is_kin = is_here and _KIN.search(speaker.name.surface) is not None
        teller = self._holder.speaker if self._holder is not None else None
        is_told = teller is not None and teller.name.kind is ActorKind.PERSON
        return is_kin and is_told and find_hearsay(sentence) is not None

    def close_sentence(self, sentence: Sentence, last: Attribution | None, last_end: int) -> None:
        """A sentence ends, whose last quotation was `last`'s and ends at `last_end`.

        Without one its topic may speak next, and so may one behind it (…と気遣ったが、父は首を振った。).
        """
        self._pass_on(sentence, last, last_end)
        self._sentence += 1

    def _pass_on(self, sentence: Sentence, last: Attribution | None, last_end: int) -> None:
        if last is None or last.is_embedded or self._holder is None:
            self._follow_topic(sentence)
            return
        self._latest = None
        if self._protagonist is None and ends_in_heading(sentence, last, self._cast):
            self._protagonist = last
        behind = find_topic_behind(sentence, last_end)
        if behind is not None:
            self._latest = self._introduce(sentence, behind)
            self._take(self._latest)

    def _take(self, attribution: Attribution) -> None:
        self._holder = attribution
        self._taken_sentence, self._taken_line = self._sentence, self._line

    def is_near(self, scene: Scene) -> bool:
        """Whether who has the floor was named at most two sentences ago, or answers line after line."""
        if self._holder is None:
            return False
        sentences, lines = self._sentence - self._taken_sentence, self._line - self._taken_line
        stands_alone = scene.ends_sentence and scene.judgement.cue is None
        if self._holder.evidence is Evidence.NONE:
            return sentences <= NEAR_SENTENCES and (lines == 0 or stands_alone)
        return stands_alone and 0 < lines == sentences <= NEAR_SENTENCES

    def open_line(self, start: int, end: int) -> None:
        """Whoever the questions name, an answer is the interviewee's."""
        self._is_about_to_speak, self._aside = False, None
        self._line += 1
        if _QUESTION_LINE.match(self._text, start, end) is not None:
            if not self._in_interview:
                self._in_interview, self._interviewee = True, self._interviewee or self._holder
            self._interviewee = self._find_addressee(start, end) or self._interviewee
        elif self._in_interview and _ANSWER_LINE.match(self._text, start, end) is not None:
            self._holder, self._latest = self._interviewee, None

    def _find_addressee(self, start: int, end: int) -> Attribution | None:
        """――加賀美さん、どうですか: whom a question turns to, if the document knows them."""
        asked = _ADDRESSED.match(self._text, start, end)
        if asked is None or not self._cast.knows((name := read_name(asked["name"])).core):
            return None
        return Attribution(Mention(*asked.span("name"), name))

    def close_line(self, start: int, attribution: Attribution) -> None:
        """A line ends whose first quotation is attributed: whoever its label names goes on answering."""
        if not self._in_interview:
            if _COMMENT_LINE.match(self._text, start) is not None:
                self._holder = self._latest = None
            return
        speaker = attribution.speaker
        is_labelled = speaker is not None and speaker.start - start < 2
        is_asking = _QUESTION_LINE.match(self._text, start) is not None
        if self._interviewee is None or (is_labelled and not is_asking):
            self._interviewee = attribution

    def find(self, sentence: Sentence, scene: Scene, since: int) -> Attribution | None:
        """Who goes on: behind …が言った。 a sentence that opens with a quotation is that person's."""
        spoken_for = self._find_accused(sentence, scene) or self._find_court(scene)
        if spoken_for is not None:
            return Attribution(spoken_for)
        if self._aside is not None and _is_habit(scene):
            return self._aside
        if self._protagonist is not None and self._is_protagonist_back(scene):
            return self._protagonist
        opens_sentence = not scene.masked[since : scene.bracket.start].strip("A.．:： 　")
        if opens_sentence and scene.judgement.cue is None and self._latest is not None:
            return self._latest
        return self._holder

    def _is_protagonist_back(self, scene: Scene) -> bool:
        """Whether words that stand alone, or open a line, are those of whom the text is about."""
        if scene.opens_line and scene.ends_line:
            return True
        has_spoken = self._holder is not None and self._holder.evidence is not Evidence.NONE
        stands_alone = scene.ends_sentence and scene.judgement.cue is None
        return stands_alone and has_spoken and self._line > self._taken_line

    def _find_accused(self, sentence: Sentence, scene: Scene) -> Mention | None:
        """Who is heard or questioned (被告人質問で, 調べに対し) or admits it, although nobody is named."""
        begin = max(sentence.start, scene.bracket.start - HEARD_REACH)
        is_heard = _ACCUSED_SPEAKS.search(sentence.masked, begin, scene.bracket.start)
        if is_heard is None and _ADMITS.match(scene.masked, scene.at) is None:
            return None
        return next((who for role in _ACCUSED if (who := self._cast.resolve(role)) is not None), None)

    def _find_court(self, scene: Scene) -> Mention | None:
        """…と認定した: what courts do, although the last subject is the accused."""
        return self._cast.resolve(_JUDGMENT) if _JUDGES.match(scene.masked, scene.at) else None

    def _follow_topic(self, sentence: Sentence) -> None:
        """A sentence without speech sets who the next elided subject may be."""
        named_here = pick_somebody(sentence.phrases, self._cast)
        known = [self._recognise(phrase) for phrase in named_here if phrase.name.surface != "人"]
        asked = find_last(known, _ASKED, sentence)
        if asked is not None and find_hearsay(sentence) is not None:
            asked = None
        witness = find_last(known, _TESTIMONY, sentence)
        if (given := asked or witness) is not None:
            self._latest = self._introduce(sentence, given)
            self._take(self._latest)
            if asked is not None:
                self._interviewee = self._protagonist = self._holder
            return
        heading = find_heading(sentence, known)
        named = (
            find_teller(known)
            or find_topic(sentence, known)
            or next((phrase for phrase in known if is_main_subject(sentence, phrase)), None)
            or heading
        )
        if named is not None and self._holder is not None and self._is_aside(sentence, named):
            self._latest, self._aside = None, self._introduce(sentence, named)
            return
        self._latest = introduced = self._introduce(sentence, named) if named is not None else None
        if self._protagonist is None and heading is not None and self._holder is None:
            self._protagonist = self._introduce(sentence, heading)
        if introduced is not None and named is not None and self._may_take_over(sentence, named):
            self._take(introduced)
            self._is_about_to_speak = ends_in_speech(sentence)

    def _recognise(self, phrase: Phrase) -> Phrase:
        name = self._cast.recognise(phrase.name)
        return phrase if name is phrase.name else phrase._replace(name=name)

    def _is_aside(self, sentence: Sentence, named: Phrase) -> bool:
        """Whether a sentence names somebody whom only the one who has the floor tells of."""
        if named.name.is_bare_role and self._cast.resolve(named.name) is not None:
            return False
        if is_bystander(sentence, named) or only_exists(sentence, named):
            return True
        if named.name.kind is not ActorKind.ANONYMOUS or sentence.start == 0:
            return False
        if self._is_about_to_speak and not shows_speech(sentence, named):
            return True
        return named.link is Link.SUBJECT and find_hearsay(sentence) is not None

    def _may_take_over(self, sentence: Sentence, named: Phrase) -> bool:
        """Whether whom a sentence names may speak next: anybody if nobody does, else by how it names them."""
        if self._holder is None:
            return True
        is_person = named.name.kind in {ActorKind.PERSON, ActorKind.ANONYMOUS}
        if is_person and _is_silent_body(self._holder):
            return True
        if is_person and AGE.match(sentence.masked, named.end) is not None:
            return _SUFFERS.search(sentence.masked, named.end, sentence.end) is None
        if named.link is Link.SUBJECT:  # …が言った。, …が説明した。: the sentence ends in a verb of speech
            verb = VERB.search(sentence.masked, max(named.next, sentence.end - 8), sentence.end)
            return is_person and verb is not None
        if named.link is Link.NONE and not is_cleft(sentence, named):  # a heading
            return False
        is_named = named.name.kind is ActorKind.PERSON or self._protagonist is None
        if is_person and is_named:
            return True
        return any(word.search(sentence.masked, named.next, sentence.end) for word in (VERB, SPEECH_STOP))

    def _introduce(self, sentence: Sentence, phrase: Phrase) -> Attribution:
        return Attributor(self._cast, sentence.offset).introduce(phrase)


def _is_habit(scene: Scene) -> bool:
    """口癖は「…」だった, 「…」が口癖で: what somebody used to say, who need not have spoken before."""
    begin = max(0, scene.bracket.start - 12)
    before = _HABIT_BEFORE.search(scene.masked, begin, scene.bracket.start)
    return before is not None or _HABIT_BEHIND.match(scene.masked, scene.at) is not None


def _is_silent_body(holder: Attribution) -> bool:
    """Whether a body has only been named so far: the first person who acts has the floor before it."""
    is_body = holder.speaker is not None and holder.speaker.name.kind is ActorKind.ORGANISATION
    return is_body and holder.evidence is Evidence.NONE

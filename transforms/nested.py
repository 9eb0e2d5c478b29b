"""Quotations inside quotations: who is said to have spoken them, as the words around them tell."""

from __future__ import annotations

import re

from transforms.attribution import Attribution, Speech
from transforms.brackets import Bracket
from transforms.cast import Cast, Mention
from transforms.phrases import MASK, SUBJECTS, Link, Phrase, find_phrases
from transforms.records import Evidence, QuoteForm
from transforms.scene import is_somebody
from transforms.speech import VERB
from transforms.wording import looks_like_utterance

HOLDS_NOTHING = "「」『』 \t\u3000"
"""A bracket with nothing but these inside is no quotation."""
REACH = 100
"""How far around a nested quotation its speaker is looked for, in characters."""
BEHIND_REACH = 30
"""How far behind the words their speaker may stand."""
CONFIDENCE = 0.7
"""Of a speaker named inside the outer quotation."""
OWN_CONFIDENCE = 0.6
"""Of words that the outer quotation's speaker says to have said, as nobody else is named."""

_INNER = re.compile(r"[「『][^「」『』]*[」』]")
_SAID = re.compile(
    r"(?:など|だ)?(?:と(?!いう|いった|呼)|って)(?:も|は|、|まで|だけ|しか)?[^。「」『』]{0,8}?"
    r"(?:申し|遮|叱られ|教わ|教えられ|一言|ひと言|電話|笑い|叱り|返ってき|念を押|いわ|いっ|おっしゃ|仰|話し|話す|聞|問|声|誘わ|頼|お願い|忠告|注意さ|断られ|こぼし|つぶや|返事|連絡|電話|"
    rf"{VERB.pattern})"
)
_TOLD = "言われ|いわれ|聞かれ|聞かされ|教わ|教えられ|叱られ|諭され|励まされ|頼まれ|止められ"
"""Stems of verbs by which somebody receives words."""
_SAID_BY = re.compile(rf"と[^、。「」『』]{{1,16}}?(?:に|から)(?:{_TOLD})")
_BREAKS_OFF = re.compile(r"(?:と|って)(?:[。」]|$)|の一点張り")
"""Behind words whose verb is left out: 『小さすぎて見えん』と。"""
_TOLD_BEFORE = re.compile(r"(?:に言われた|が言った|が言っていた|に教わった|の言う|から聞いた)$")
"""Before words with という: 先生に言われた『…』という言葉."""
_AFTER_SOMEBODY = re.compile(r"(?:[はがに]|から|からは|には|そうしたら|すると)、?$")
_QUOTED = re.compile(r"と(?!いう|いった|呼|名|題|書かれ|思|考え|信じ|なら|な[っるり])")
"""Behind words that a source or a subject precedes: 女房に『…』とばらされた."""
_SUFFERED = re.compile(r"(?:など)?と[^。「」『』]{0,8}?(?:[わらさかがばま]れ|もら|いただ|教わ)")
_GIVEN = re.compile(rf"[^。「」『』]{{0,6}}?(?:{_TOLD}|誘われ)")
"""Behind whom words come from: 『…』と先生に言われて."""
_HYPOTHETICAL = re.compile(
    r"(?:など)?と(?!しか|だけ)(?:も|は|、)?[^、。「」『』]{0,12}?"
    r"(?:[言聞問]われたら|[言聞問]かれたら|言っていただ|言ってほし|言って欲し|言わず|言わない|言いた|言うべき|言えば|言うな|言える|書いてあ|書かれ|思|考え)"
)
_ASKED = re.compile(
    r"(?<=に)(?:聞いても|聞くと|聞いたら|尋ねても|尋ねると|尋ねたら|電話すると|電話したら|頼むと|頼んだら)、?"
)
"""Between whom somebody asks and the answer: 問屋に聞いても『…』."""
_SPEAKING_LINKS = frozenset({Link.TOPIC, Link.SUBJECT, Link.FROM, Link.SOURCE, Link.NONE})
_RIGHT_BEHIND = frozenset({"と", "と、", "って"})
_GIVING_LINKS = frozenset({Link.FROM, Link.TARGET})
_I = frozenset({"私", "わたし", "僕", "俺", "自分", "我々", "私たち", "私達", "僕ら", "当方", "こちら"})


def read_nested(text: str, bracket: Bracket, parent: Speech, cast: Cast) -> Speech | None:
    """A bracket inside a spoken quotation, if its words are reported as said by somebody."""
    inner_start, inner_end = bracket.inner
    if not text[inner_start:inner_end].strip(HOLDS_NOTHING):
        return None
    after = text[bracket.end : min(parent.end, bracket.end + REACH)]
    begin = max(parent.start, bracket.start - REACH)
    is_said = _SAID.match(after) or _BREAKS_OFF.match(after) or _SAID_BY.match(after)
    if not is_said and _AFTER_SOMEBODY.search(text, begin, bracket.start):
        is_said = _QUOTED.match(after) if looks_like_utterance(text[inner_start:inner_end]) else None
    if not is_said and after.startswith("という"):
        is_said = _TOLD_BEFORE.search(text, begin, bracket.start)
    if not is_said or _HYPOTHETICAL.match(after):
        return None
    attribution = _attribute_behind(after, bracket.end, parent, cast) or _attribute(
        text[begin : bracket.start], after, begin, parent, cast
    )
    return Speech(inner_start, inner_end, QuoteForm.NESTED, parent.start, attribution, "と")


def _attribute_behind(after: str, offset: int, parent: Speech, cast: Cast) -> Attribution | None:
    """『…』と父は言った: whom the clause names right behind the words."""
    for phrase in find_phrases(after, 0, min(len(after), BEHIND_REACH))[:1]:
        is_right_behind = after[: phrase.start] in _RIGHT_BEHIND
        is_giver = phrase.link in _GIVING_LINKS and _GIVEN.match(after, phrase.next) is not None
        is_subject = is_right_behind and (phrase.link in SUBJECTS or is_giver)
        if is_subject and phrase.name.surface in _I:
            return _go_back(parent)
        if is_subject and is_somebody(phrase.name, cast):
            mention = _find_mention(phrase, offset, cast)
            return Attribution(mention, evidence=Evidence.SAME_SENTENCE, confidence=CONFIDENCE)
    return None


def _attribute(before: str, after: str, offset: int, parent: Speech, cast: Cast) -> Attribution:
    """…に「…」と言われた names the other; 私は「…」と言った and an elided subject are the outer speaker."""
    told = _TOLD_BEFORE.search(before)
    is_suffered = _SUFFERED.match(after) is not None or (told is not None and told.group().startswith("に"))
    links = _GIVING_LINKS if is_suffered else _SPEAKING_LINKS
    masked = _INNER.sub(lambda match: MASK * len(match.group()), before)
    for phrase in reversed(find_phrases(masked, 0, len(masked))):
        if phrase.link is Link.TARGET and _ASKED.fullmatch(masked, phrase.next):
            mention = _find_mention(phrase, offset, cast)
            return Attribution(mention, evidence=Evidence.SAME_SENTENCE, confidence=CONFIDENCE)
        if phrase.link not in links:
            continue
        if phrase.name.surface in _I:
            return _go_back(parent)
        if is_somebody(phrase.name, cast):
            return Attribution(
                _find_mention(phrase, offset, cast), evidence=Evidence.SAME_SENTENCE, confidence=CONFIDENCE
            )
    return Attribution(None) if is_suffered else _go_back(parent)


def _find_mention(phrase: Phrase, offset: int, cast: Cast) -> Mention:
    mention = Mention(offset + phrase.start, offset + phrase.end, phrase.name)
    if phrase.name.is_anaphor or phrase.name.is_bare_role:
        return cast.resolve(phrase.name) or mention
    return mention


def _go_back(parent: Speech) -> Attribution:
    speaker = parent.attribution.speaker
    if speaker is None:
        return Attribution(None)
    confidence = min(OWN_CONFIDENCE, parent.attribution.confidence)
    return Attribution(speaker, evidence=Evidence.CONTINUED, confidence=confidence)

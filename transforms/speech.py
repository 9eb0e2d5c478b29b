"""Speech or not: tells quoted words from titles, names, terms and emphasis in the same brackets.

Evidence comes from three sides: what follows the bracket (と述べた against の名称), what stands before it (英誌「…」),
and whether the words inside could be an utterance at all.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NamedTuple

from transforms.lexicon import find_prefix, find_suffix, load_terms
from transforms.names import read_name
from transforms.records import ActorKind

SPEECH_NOUNS = load_terms("speech_nouns")
TERM_NOUNS = load_terms("term_nouns")
TITLE_NOUNS = load_terms("title_nouns")


def _alternate(terms: frozenset[str]) -> str:
    return "|".join(sorted(map(re.escape, terms), key=lambda term: (-len(term), term)))


VERB = re.compile(rf"(?:{_alternate(load_terms('speech_verbs'))})")
"""A stem of a verb that reports speech."""
_SPEECH_NOUN = _alternate(SPEECH_NOUNS)
_TERM_NOUN = _alternate(TERM_NOUNS)
_QUOTING = re.compile(r"(?:など|等)?(?:と|って)(?:も|は|まで|だけ|か)?、?")
_AS = re.compile(r"して(?!い|お|る|き)")
_DID = re.compile(r"(?:し(?:て|た|、|つつ|なが)|する|している|のこと(?:だ|。|を)|話)")
_TO_NOUN = re.compile(
    rf"(?:など|等)?と(?:の|いう|いった|する)(?P<words>[^、。「」『』]{{0,12}}?)(?P<noun>{_SPEECH_NOUN})"
)
_TO_TERM = re.compile(
    rf"(?:など|等)?(?:と(?:いう|いった|の|題する|題した|名付|呼ばれ|称する|銘打)|の)[^、。「」『』をがは]{{0,6}}?(?:{_TERM_NOUN})"
)
_NAMED = re.compile(
    r"と(?:題し|題す|名付|名づ|命名|称(?:し|す|さ)|銘打|銘うっ|な[っるり]|呼ばれ|(?:だけ)?書かれ|記され|表示され|刻ま|刻ん|彫ら|掲げられ|書いてあ|染め抜|印刷され|貼られ|張られ|親しまれ|紹介され|印字され|改称|改名|して知られ)"
)
_SAID_OF = re.compile(r"(?:など)?と(?:言われ|いわれ|あ[るっり]|記し|記す|表記|呼称|な[っるり])")
"""Behind a mere noun: what something is called or what stands on it."""
_CALLED = re.compile(
    r"(?:など)?と(?:呼[びんぶ]|位置[づ付]け|評[しす価]|形容|表現|皮肉|揶揄|批判|断じ|非難|たとえ|例え)"
)
_WORDING = frozenset({"言葉", "一言", "文言", "メッセージ", "文書", "論", "言", "話"})
"""Nouns that may hold an utterance or a mere wording: 「もう帰りたい」という言葉, but 「最悪」という言葉."""
_NOUN_USE = re.compile(
    r"(?:など|等)?(?:の|を|に(?!し)|へ|が|は|も|や|で(?!あ|す|、)|から|まで|より|、|・|だ(?!と)|$)"
)
_BECOMES = re.compile(r"(?:に|で|だ)[^。「」]{0,15}?と(?:の|み|し|述|語|話|指摘|伝え)")
_COPULA_SAID = re.compile(r"(?:だ|である|だった|であった)と(?:いう|し|述べ|話|語|の(?:見方|認識|考え))")
_COPULA = re.compile(r"(?:であ[るりっ]|だと|だった|で、|です)")
_UTTERANCE_END = re.compile(
    r"(?:[。！？!?…‥～〜♪]|[いうくすつぬむるぐぶだたか]|です|ます|ない|ね|よ|な|ぞ|さ|わ|の|せん|しょう|れ|え|け|て|のに|って|かな|もん|かしら|らし|なし|こと|べき|はず|ため|から|けど|ん|ように|たち)$"
)
_CASE_BEFORE = re.compile(r"[をにがはも、]$")
_PREDICATE_END = re.compile(r"[いうくすつぬむるぐぶだたせけてでえれりしちみきべ]$")
_KANA_GRAMMAR = re.compile(r"[ぁ-ん](?:[^ぁ-ん]|$)")
_BEFORE_NOUN = re.compile(r"[一-鿿ァ-ヺーA-Za-z]+$")
_SOURCE_LIST = re.compile(r"。?[^。「」『』\ue000]{0,40}[、(（]?\d{4}年\d{1,2}月\d{1,2}日")
_REPORTING_LATER = re.compile(
    r"[^。]*(?:と(?:述べ|語|話|し(?:た|て)|指摘|主張|強調|訴え|説明|批判|表明|言及|非難|答え)|見方を|考えを|認識を|との)"
)


class Verdict(StrEnum):
    """What a bracket holds."""

    SPEECH = "speech"
    PARTIAL = "partial"
    NOT_SPEECH = "not_speech"


class Judgement(NamedTuple):
    """A verdict, the reporting word that decided it (or None), and how sure it is, 0 to 1."""

    verdict: Verdict
    cue: str | None
    confidence: float

    @property
    def is_speech(self) -> bool:
        """Whether the bracket is a quote."""
        return self.verdict is not Verdict.NOT_SPEECH


NOT_SPEECH = Judgement(Verdict.NOT_SPEECH, None, 0.9)


def looks_like_utterance(words: str) -> bool:
    """Whether quoted words end as a sentence or clause does, not as a name or title.

    >>> looks_like_utterance("冬は非常に困難な時期だ"), looks_like_utterance("エコノミスト")
    (True, False)
    """
    stripped = words.rstrip("」』）) ")
    return _UTTERANCE_END.search(stripped) is not None and _KANA_GRAMMAR.search(stripped) is not None


def names_somebody(words: str) -> bool:
    """Whether quoted words are nothing but a name with its office (TIME「…元顧問アレストヴィッチ」)."""
    if len(words) > 40 or re.search(r"[ぁ-んー]*[をにへがはも、。！？!?]", words):
        return False
    name = read_name(words)
    return name.kind is ActorKind.PERSON and bool(name.core) and name.role is not None


def judge_bracket(words: str, mark: str, before: str, after: str) -> Judgement:
    """Judge one outermost bracket of prose.

    Args:
        words: what stands inside.
        mark: 「 or 『.
        before: the sentence up to the bracket, other quotations masked.
        after: the text behind the bracket up to the line's end, other quotations masked.
    """
    if mark == "『" and _SOURCE_LIST.match(after):
        return NOT_SPEECH
    if _NAMED.match(after) or _is_titled(words, before, after):
        return NOT_SPEECH
    if (judgement := _judge_by_words_after(words, after)) is not None:
        return judgement
    return _judge_by_form(words, mark, before, after)


def _judge_by_words_after(words: str, after: str) -> Judgement | None:
    utterance = looks_like_utterance(words)
    if not utterance and _SAID_OF.match(after):
        return NOT_SPEECH
    if (called := _CALLED.match(after)) is not None:
        return Judgement(Verdict.PARTIAL, called.group().lstrip("などと"), 0.85)
    if _TO_TERM.match(after):
        return NOT_SPEECH
    if (noun := _TO_NOUN.match(after)) is not None:
        if noun["noun"] in _WORDING and not utterance:
            return NOT_SPEECH
        return Judgement(_whole_or_part(words), noun["noun"], 0.85)
    quoting = _QUOTING.match(after)
    if quoting is None or after.startswith(("という", "といった")):
        return None
    rest = after[quoting.end() : quoting.end() + 40].split("。")[0]
    verb = VERB.search(rest)
    did = _DID.match(rest)
    if did is not None and (utterance or verb is not None or not _AS.match(rest)):
        return Judgement(_whole_or_part(words), did.group(), 0.85)
    if verb is not None:
        return Judgement(_whole_or_part(words), verb.group(), 0.95)
    if rest and rest[0] in "「『の" and not utterance:  # 「花」と「鳥」: two nouns
        return None
    if did is not None:  # 「…」として親しまれた
        return NOT_SPEECH
    return Judgement(_whole_or_part(words), None, 0.8 if utterance else 0.65)


def _whole_or_part(words: str) -> Verdict:
    return Verdict.SPEECH if looks_like_utterance(words) or len(words) > 12 else Verdict.PARTIAL


def _is_titled(words: str, before: str, after: str) -> bool:
    """英誌「エコノミスト」, 映画『…』: a noun of naming stands right before the bracket."""
    noun = _BEFORE_NOUN.search(before)
    if noun is None or not find_suffix(noun.group(), TITLE_NOUNS):
        return False
    return not (looks_like_utterance(words) and len(words) >= 12 and not _NOUN_USE.match(after))


def _follows_speaker(before: str) -> bool:
    """Whether somebody is named right before the bracket, as headlines do (IAEA「…」)."""
    noun = _BEFORE_NOUN.search(before)
    return noun is not None and read_name(noun.group()).can_speak


def _judge_by_form(words: str, mark: str, before: str, after: str) -> Judgement:
    utterance = looks_like_utterance(words)
    if not after or after[0] in "。！？!?)）」』(（=＝ 　":
        if mark == "「" and len(words) >= 4 and _follows_speaker(before):
            return Judgement(Verdict.SPEECH, None, 0.8)
        stands_alone = not before.strip() and len(words) >= 8 and _KANA_GRAMMAR.search(words) is not None
        if mark == "「" and (
            stands_alone or (utterance and len(words) >= 4) or ("。" in words and len(words) > 12)
        ):
            return Judgement(Verdict.SPEECH, None, 0.75)
        return NOT_SPEECH
    if after[0] == "、" and mark == "「" and _CASE_BEFORE.search(before) and _REPORTING_LATER.match(after):
        if _PREDICATE_END.search(words):
            return Judgement(Verdict.PARTIAL, None, 0.75)
    if before.endswith("が") and mark == "「" and _BECOMES.match(after):
        return Judgement(Verdict.PARTIAL, None, 0.65)
    if _COPULA_SAID.match(after):
        return Judgement(Verdict.PARTIAL, None, 0.7)
    if _COPULA.match(after) and _REPORTING_LATER.match(after):
        return Judgement(Verdict.PARTIAL, None, 0.7)
    if find_prefix(after, TITLE_NOUNS) or find_prefix(after, TERM_NOUNS):  # 「…」シリーズ
        return NOT_SPEECH
    if _NOUN_USE.match(after):
        if utterance and mark == "「" and (len(words) >= 14 or "。" in words):
            return Judgement(Verdict.SPEECH, None, 0.65)
        if utterance and mark == "「" and after[0] in "、" and _REPORTING_LATER.match(after):
            return Judgement(Verdict.PARTIAL, None, 0.6)
        return NOT_SPEECH
    if utterance and mark == "「" and len(words) >= 6:
        return Judgement(Verdict.SPEECH, None, 0.6)
    return NOT_SPEECH

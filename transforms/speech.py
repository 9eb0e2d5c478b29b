"""Speech or not: tells quoted words from titles, names, terms and emphasis in the same brackets.

Evidence comes from three sides: what follows the bracket (と述べた against の名称), what stands before it
(英誌「…」), and whether the words inside could be an utterance at all.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NamedTuple

from transforms.lexicon import alternate, find_prefix, find_suffix, load_terms
from transforms.names import read_name
from transforms.wording import KANA_GRAMMAR, WRITINGS, WRITTEN_BEHIND

SPEECH_NOUNS = load_terms("speech_nouns")
TERM_NOUNS = load_terms("term_nouns")
TITLE_NOUNS = load_terms("title_nouns")


VERB = re.compile(alternate(load_terms("speech_verbs")))
"""A stem of a verb that reports speech."""
_STOPS = frozenset(verb[:-1] for verb in load_terms("speech_verbs") if len(verb) > 2 and verb.endswith("し"))
SPEECH_STOP = re.compile(rf"(?:{alternate(_STOPS)})(?:する)?。")
"""A noun of speech that ends a sentence instead of its verb, or in the present: …を問題視。"""
_SPEECH_NOUN = alternate(SPEECH_NOUNS)
_TERM_NOUN = alternate(TERM_NOUNS)
_QUOTING = re.compile(r"(?:など|等)?(?:と|って)(?:も|は|まで|だけ|か)?、?")
_AS = re.compile(r"して(?!い|お|る|き)")
_DID = re.compile(r"(?:し(?:て|た|、|つつ|なが)|する|している|のこと(?:だ|。|を)|話)")
_TO_NOUN = re.compile(
    rf"(?:(?:など|等)?と(?:の|いう|いった|する)|などの)(?P<words>[^、。「」『』]{{0,12}}?)(?P<noun>{_SPEECH_NOUN})"
)
_TO_TERM = re.compile(
    rf"(?:など|等)?(?:と(?:いう|いった|の|題する|題した|名付|呼ばれ|称する|銘打)|の)[^、。「」『』をがは]{{0,6}}?(?:{_TERM_NOUN})(?!音)"
)
"""Behind a term; 本 is one, 本音 none."""
_OWNED_WORDS = re.compile(r"(?:など)?と(?:の|いう|いった)[^、。「」『』をがは]{1,5}の(?:言葉|一言)")
"""Behind an utterance: 「もう帰りたい」という妻の言葉."""
_NAMED = re.compile(
    r"と(?:題し|題す|うた[うっい]|名付|名づ|命名|称(?:し|す|さ)|銘打|銘うっ|な[っるり]|(?:も|は)?呼ばれ|(?:だけ)?書かれ|記され|表示され|刻ま|刻ん|彫ら|掲げられ|書いてあ|染め抜|印刷され|貼られ|張られ|親しまれ|紹介され|印字|目され|刺しゅう|刺繍|プリント|大書|改称|改名|して知られ)"
)
_SAID_OF = re.compile(
    r"(?:など)?と(?:言われ|いわれ|みられ|騒がれ|話題を呼|話題にな|恐れられ|慕われ|もてはやされ|あ[るっり]|記し|記す|表記|呼称|な[っるり])"
)
"""Behind a mere noun: what something is called or what stands on it."""
_CALLED = re.compile(
    r"(?:など)?と(?:呼[びんぶ]|位置[づ付]け|評[しす価]|形容|表現|皮肉|揶揄|批判|断じ|非難|たとえ|例え)|に(?:たとえ|例え|なぞらえ)"
)
LONGEST_NICKNAME = 6
_NICKNAMED = re.compile(r"と(?:も|は|だけ)?呼(?:んでい|び合|びなら)")
"""Behind what somebody is used to call something: この魚を「トゲ」と呼んでいた."""
_ANSWERED = re.compile(
    r"(?:聞か|問わ|尋ねら|たださ|訊か|水を向けら)れ(?:ると|て)?、?$|(?:尋ねる|聞く|問う|ただす)と、?$"
)
"""Before an answer: 理由を聞かれると「…」。"""
_REASON = re.compile(r"から(?:だ|である|です|だった)?。")
_DEFINED = re.compile(r"とは[^。「」]{0,40}(?:を指す|を指し|を意味|のことで|のことだ|のこと。)")
_INTENDED = re.compile(r"と[^。「」]{0,15}つもり(?:だ|で|は|の|。)")
_TREATED = re.compile(r"として(?:扱|用い|使)")
_WRITTEN_SO = re.compile(r"と[^、。「」]{0,6}表記")
_CHOSEN = re.compile(r"を(?:選ん|選び|選択)")
_NO_SPEECH_BEHIND = re.compile(
    "|".join(form.pattern for form in (_NAMED, _DEFINED, _WRITTEN_SO, _INTENDED, _TREATED, _CHOSEN))
)
_LABELLED = re.compile(
    r"(?:著書|著作|作品|代表作|共著|監督作|出演作|座右の銘|校訓|社訓|社是|合言葉|スローガン|テーマ|題名|演題|名称|愛称|見出し|"
    r"タイトル|キャッチコピー)(?:に|は|が|には)、?(?:「[^「」]*」[、や]?)*$"
)
"""Before a title or a motto: 著書に「…」, 座右の銘は「…」."""
_IN_WRITING = re.compile(rf"{WRITINGS}に(?:は|も)?、?$")
_SUBJECT_BEHIND = re.compile(r"[ 　]?(?P<name>[^\sぁ-ん、。「」]{2,12}(?:氏|さん|ら)?)(?:が|、)")
_CLAUSE = re.compile(r"[はがをにでも]")
_OWNER_BEFORE = re.compile(r"[^、。「」](?:の|から|からは|からも)、?$")
_FROM = re.compile(r"から(?:は|も)?、?$")
_VOICE = re.compile(r"の(?:一言|ひと言|言葉|声|掛け声|叫び|返事|訴え|つぶやき)(?!優|楽)")
_SPOKEN = re.compile(r"が[^、。「」]{0,8}(?:口にし|言っ|語っ|話し|繰り返し|唱え|残し)(?:ていた|ている|た)$")
"""Before words somebody used to say: 祖父が口にしていた「…」という言葉."""
_SAYING = re.compile(
    r"(?:口癖|口ぐせ|持論|第一声|返事|返答|答え|一言|言葉|せりふ)は(?:いつも|必ず|決まって)?、?$"
)
_COPULA_END = re.compile(r"(?:の(?:一言|ひと言))?(?:だった|だ|である|です|でした)?(?:という|そうだ)?(?:。|$)")
_PRAISED = re.compile(
    r"を[^、。「」]{0,6}?(?:称賛|賞賛|たたえ|称え|讃え|労[いうっわ]|ねぎら|求め|訴え|約束し|強調|表明|呼びか|呼び掛け|警告|示し)"
)
"""Behind words set into a report: 「偉大な功績」を称賛した."""
_MADE_OF = re.compile(
    r"を[^、。「」]{1,10}?(?:と(?:の|いう)(?:認識|見方|考え|見解|立場|姿勢)|と(?:述べ|語|話|強調|指摘|主張|訴え))"
)
"""Behind words that a reported clause is made of: 「歴史的瞬間」を迎えたとの認識."""
_REMARK = re.compile(r"(?:発言|失言|放言|暴言|答弁)(?!者)")
_OWNED = re.compile(r"[^、。「」]の$")
_KANA = re.compile(r"[ぁ-ん]")
_SAID_OUT = re.compile(r"(?:など)?と(?:評[しす価]|皮肉|批判|断じ|非難)")
_WORDING = frozenset({"言葉", "一言", "文言", "メッセージ", "文書", "論", "言", "話"})
"""Nouns that may hold an utterance or a mere wording: 「もう帰りたい」という言葉, but 「最悪」という言葉."""
_NOUN_USE = re.compile(
    r"(?:など|等)?(?:の|を|に(?!し)|へ|が|は|も|や|で(?!あ|す|、)|から|まで|より|、|・|だ(?!と)|$)"
)
_BECOMES = re.compile(r"(?:に|で|だ)[^。「」]{0,15}?と(?:の|み|し|述|語|話|指摘|伝え)")
_COPULA_SAID = re.compile(r"(?:だ|である|だった|であった)と(?:いう|し|述べ|話|語|の(?:見方|認識|考え))")
_HAPPENED = re.compile(
    r"が(?:あっ|起き|発生し|生じ|確認され|含まれ)[^。「」]{0,10}?と(?:の|述べ|語|話|指摘|伝え|発表|認定|し(?:た|て))"
)
"""Behind words set into a report: 「小規模な火災」があったと伝えた."""
_COPULA = re.compile(r"(?:であ[るりっ]|だと|だった|で、|です)")
_CASE_BEFORE = re.compile(r"[をにがはも、]$")
_PREDICATE_END = re.compile(r"[いうくすつぬむるぐぶだたせけてでえれりしちみきべ]$")
_AT_END = re.compile(r"$|[。！？!?)）」』(（=＝ \u3000\ue000]")
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
    """A verdict, and the reporting word that decided it, or None."""

    verdict: Verdict
    cue: str | None

    @property
    def is_speech(self) -> bool:
        """Whether the bracket is a quote."""
        return self.verdict is not Verdict.NOT_SPEECH


NOT_SPEECH = Judgement(Verdict.NOT_SPEECH, None)
SPEECH = Judgement(Verdict.SPEECH, None)
PARTIAL = Judgement(Verdict.PARTIAL, None)


class Setting(NamedTuple):
    """One outermost bracket of prose and what stands around it.

    Attributes:
        words: what stands inside.
        mark: 「 or 『.
        before: the sentence up to the bracket, other quotations masked.
        after: the text behind the bracket up to the line's end, other quotations masked.
        is_utterance: whether the words could be said as they stand.
    """

    words: str
    mark: str
    before: str
    after: str
    is_utterance: bool


def judge_bracket(setting: Setting) -> Judgement:
    """Judge one bracket; the nearest evidence decides.

    >>> judge_bracket(Setting("もう遅い", "「", "市長は", "と述べた。", is_utterance=True))
    Judgement(verdict=<Verdict.SPEECH: 'speech'>, cue='述べ')
    """
    mark, after = setting.mark, setting.after
    if mark == "『" and _SOURCE_LIST.match(after):
        return NOT_SPEECH
    if _is_written(setting):
        return Judgement(Verdict.SPEECH, "記さ")
    if _NO_SPEECH_BEHIND.match(after) or _is_titled(setting) or _LABELLED.search(setting.before):
        return NOT_SPEECH
    if mark == "「" and _is_saying(setting):
        return SPEECH if setting.is_utterance else PARTIAL
    judgement = _judge_by_noun_behind(setting) or _judge_by_verb_behind(setting)
    if judgement is not None:
        return judgement
    if _AT_END.match(after) is not None:
        return _judge_at_end(setting)
    if _is_headline(setting) or _is_owned(setting):
        return SPEECH
    if _is_part_of_report(setting):
        return PARTIAL
    if find_prefix(after, TITLE_NOUNS) or find_prefix(after, TERM_NOUNS):  # 「…」シリーズ
        return NOT_SPEECH
    return SPEECH if _says_something(setting) else NOT_SPEECH


def _is_written(setting: Setting) -> bool:
    """母の手紙には「もう遅い」とあった, but no inscription: 札には「もう遅い」とあった."""
    return (
        setting.is_utterance
        and WRITTEN_BEHIND.match(setting.after) is not None
        and _IN_WRITING.search(setting.before) is not None
    )


def _says_something(setting: Setting) -> bool:
    """Whether words without any sign of speech around them are long enough to be said."""
    if not setting.is_utterance:
        return False
    shortest = 14 if _NOUN_USE.match(setting.after) and "。" not in setting.words else 6
    is_long = setting.mark == "「" and len(setting.words) >= shortest
    return is_long or _REASON.match(setting.after) is not None


def _is_titled(setting: Setting) -> bool:
    """英誌「エコノミスト」, 映画『…』: a noun of naming stands right before the bracket."""
    noun = _BEFORE_NOUN.search(setting.before)
    if noun is None or not find_suffix(noun.group(), TITLE_NOUNS):
        return False
    is_long = len(setting.words) >= 12 and setting.is_utterance
    return not is_long or _NOUN_USE.match(setting.after) is not None


def _judge_by_noun_behind(setting: Setting) -> Judgement | None:
    """「…」との認識, 「…」という声; 「…」という言葉 and 「…」の異名 are no speech."""
    after = setting.after
    is_owned = setting.is_utterance and _OWNED_WORDS.match(after) is not None
    is_said_of = not setting.is_utterance and _SAID_OF.match(after) and not _FROM.search(setting.before)
    if (_TO_TERM.match(after) and not is_owned) or is_said_of:
        return NOT_SPEECH
    noun = _TO_NOUN.match(after)
    if noun is None:
        return None
    if noun["noun"] in _WORDING and not setting.is_utterance:
        return NOT_SPEECH
    return Judgement(_whole_or_part(setting), noun["noun"])


def _judge_by_verb_behind(setting: Setting) -> Judgement | None:
    """「…」と述べた, 「…」とした, 「…」と呼んだ; 「花」と「鳥」 and 「…」として親しまれた are no speech."""
    after = setting.after
    if len(setting.words) <= LONGEST_NICKNAME and _NICKNAMED.match(after) and not setting.is_utterance:
        return NOT_SPEECH
    if (called := _CALLED.match(after)) is not None:
        is_said = setting.is_utterance and _SAID_OUT.match(after) is not None
        verdict = Verdict.SPEECH if is_said else Verdict.PARTIAL
        return Judgement(verdict, called.group().lstrip("などとに"))
    quoting = _QUOTING.match(after)
    if quoting is None or after.startswith(("という", "といった")):
        return None
    rest = after[quoting.end() : quoting.end() + 40].split("。")[0]
    verb, did = VERB.search(rest), _DID.match(rest)
    if did is not None and (setting.is_utterance or verb is not None or not _AS.match(rest)):
        return Judgement(_whole_or_part(setting), did.group())
    if verb is not None:
        return Judgement(_whole_or_part(setting), verb.group())
    if rest and rest[0] in "「『の" and not setting.is_utterance:
        return None
    return NOT_SPEECH if did is not None else Judgement(_whole_or_part(setting), None)


def _whole_or_part(setting: Setting) -> Verdict:
    is_whole = setting.is_utterance or len(setting.words) > 12
    return Verdict.SPEECH if is_whole else Verdict.PARTIAL


def _is_headline(setting: Setting) -> bool:
    """「計画は白紙」市長が表明: a clause that opens a line, with its speaker right behind."""
    who = _SUBJECT_BEHIND.match(setting.after)
    is_clause = _CLAUSE.search(setting.words) is not None
    return who is not None and not setting.before.strip() and is_clause and read_name(who["name"]).can_speak


def _is_owned(setting: Setting) -> bool:
    """妻の「行ってらっしゃい」の一言, 会場からは「頑張れ」の声."""
    return _OWNER_BEFORE.search(setting.before) is not None and _VOICE.match(setting.after) is not None


def _is_saying(setting: Setting) -> bool:
    """口癖は「…」だった, 祖父が口にしていた「…」: words that somebody is known for, or used to say."""
    if setting.is_utterance and _SPOKEN.search(setting.before):
        return True
    return _SAYING.search(setting.before) is not None and _COPULA_END.match(setting.after) is not None


def _judge_at_end(setting: Setting) -> Judgement:
    """A bracket with nothing behind it: a headline's (IAEA「…」), or one that is a sentence by itself."""
    words = setting.words
    if setting.mark != "「":
        return NOT_SPEECH
    follows_speaker = len(words) >= 4 and _follows_speaker(setting.before)
    stands_alone = not setting.before.strip() and len(words) >= 6 and bool(KANA_GRAMMAR.search(words))
    says_something = len(words) >= 4 and setting.is_utterance
    has_sentences = len(words) > 12 and "。" in words
    is_answer = _ANSWERED.search(setting.before) is not None
    signs = (follows_speaker, stands_alone, says_something, has_sentences, is_answer)
    return SPEECH if any(signs) else NOT_SPEECH


def _follows_speaker(before: str) -> bool:
    """Whether who speaks stands right before (市長「…」, 市長は「…」)."""
    noun = _BEFORE_NOUN.search(before.removesuffix("は").removesuffix("も"))
    return noun is not None and read_name(noun.group()).can_speak


def _is_part_of_report(setting: Setting) -> bool:
    """Words set into reported speech: 状況を「根本的に変化させ」、…とした."""
    words, mark, before, after, is_utterance = setting
    if _REMARK.match(after) and _OWNED.search(before):  # 知事の「好機」発言
        return True
    if (_PRAISED.match(after) or _MADE_OF.match(after)) and _KANA.search(words):
        return True
    if (
        _HAPPENED.match(after)
        or _COPULA_SAID.match(after)
        or (_COPULA.match(after) and _REPORTING_LATER.match(after))
    ):
        return True
    if mark != "「":
        return False
    if before.endswith("が") and _BECOMES.match(after):
        return True
    if after[0] != "、" or not _REPORTING_LATER.match(after):
        return False
    is_predicate = _CASE_BEFORE.search(before) is not None and _PREDICATE_END.search(words) is not None
    return is_predicate or is_utterance

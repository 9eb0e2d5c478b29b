"""A quotation in its sentence: what the rules of speakers look at."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from transforms.brackets import Bracket
from transforms.cast import Cast
from transforms.japanese_names import is_family_name, looks_like_name
from transforms.phrases import MASK, Phrase
from transforms.records import ActorKind, Evidence
from transforms.speech import Judgement
from transforms.surfaces import Name

EMBEDDED = re.compile(
    r"(?:など)?と[^、。「」]{0,10}?(?:[るうくむすつぶぐ]と|ところ|たら|れば|ても)、|"
    r"(?:など)?と(?:の|いう)?[^、。「」]{0,14}?(?:た|る|す|う)"
    r"(?:こと|事|の(?=[をにはが])|際|ため|点|問題|上で|と(?:[さ伝報述]|主張|指摘|認定|説明|証言|訴え|明か))"
)
_PASSIVE = re.compile(
    r"(?:など)?と(?!み|見|思|考え|呼|書か|書き込|記さ|つづら|綴ら)(?![^、。「」]{0,9}(?:に追われ|余儀なく))"
    r"(?:、?[^、。「」はがを]{1,12}?から)?[^、。「」]{1,9}?(?:され|われ|られ|かれ|まれ|もらっ|もらう|いただい)(?!ない)"
)
_MESSAGE = re.compile(
    r"(?:など)?と(?:の|いう|いった)?(?:[^、。「」]{0,6}?)"
    r"(?:電話|連絡|メール|手紙|声|質問|意見|批判|指摘|苦情|要望|相談|報告|通報|励まし|申し出)"
    r"(?:が|も|を(?:受け|もら|い)|に)"
)
_OWN_VOICE = re.compile(r"の(?:声|掛け声|歓声|怒号)[^、。「」]{0,4}?(?:が|も)")
_VOICES = re.compile(
    r"(?:など)?と(?:(?:の|いう|いった|する)[^、。「」]{0,10}?"
    r"(?:声|意見|批判|指摘|苦情|要望|懸念|見方|不満|反発|抗議|本音|疑問|電話|異論|期待|戸惑い|驚き|落胆|憶測|観測|評価|やじ|ヤジ|歓声|怒号|悲鳴)|"
    r"(?:[^、。「」]{1,12}から)?[^、。「」]{0,6}?(?:意見|声|慎重論|異論|批判|やじ|ヤジ|野次|歓声|怒号|悲鳴|声援))"
    r"[^、。「」を]{0,8}?(?:が|も|は)[^。「」]{0,12}?"
    r"(?:ある|あっ|あり|上が|あが|出|相次|聞かれ|根強|漏れ|殺到|寄せられ|広が|多い|多く|強|続出|大勢|占め|飛び交|飛ん|飛ぶ|響|起こ|沸|渦巻|噴出|届)"
)
"""Behind a quotation: …との声が上がる: unnamed voices, unless the sentence says whose."""
_LISTED_VOICES = re.compile(
    r"などの[^、。「」はを]{0,6}?(?:声|意見|批判|指摘|苦情|要望|懸念|不満|感想)(?:が|も)"
)
_RUN = re.compile(rf"(?:[、や]?[「『]{MASK}*[」』]){{0,8}}")
_RUN_STARTS = frozenset("、や「『")
_BLANK = re.compile(r"\s*")
_STOP = re.compile(r"。*")
_LINE_REST = re.compile(r"[。\s]*")


class Candidate(NamedTuple):
    """A phrase that may name the speaker, and what ties it to the quotation."""

    phrase: Phrase
    evidence: Evidence


@dataclass(frozen=True, eq=False)
class Scene:
    """What surrounds one quotation; positions count in the masked line. What several rules ask is kept.

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

    @cached_property
    def at(self) -> int:
        """Where the words behind the quotation begin: in a run 「…」「…」などと, behind the last."""
        end = self.bracket.end
        if self.masked[end : end + 1] not in _RUN_STARTS:
            return end
        run = _RUN.match(self.masked, end)
        return run.end() if run is not None else end

    @cached_property
    def is_passive(self) -> bool:
        """Whether the quotation was said to the sentence's subject (と問われ, と言われ)."""
        return _PASSIVE.match(self.masked, self.at) is not None

    @cached_property
    def is_voices(self) -> bool:
        """Whether unnamed voices say it (との声が上がる, といった抗議が殺到)."""
        at = self.at
        return any(voices.match(self.masked, at) for voices in (_VOICES, _LISTED_VOICES, _OWN_VOICE))

    @cached_property
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
        return self.is_without_subject or EMBEDDED.match(self.masked, self.bracket.end) is not None

    @property
    def touches(self) -> bool:
        """Whether it stands right behind another quotation: 「…」「…」."""
        return self.masked[self.bracket.start - 1 : self.bracket.start] in ("」", "』")

    @property
    def opens_line(self) -> bool:
        """Whether nothing stands before the quotation in its line."""
        return _BLANK.fullmatch(self.masked, 0, self.bracket.start) is not None

    @cached_property
    def ends_line(self) -> bool:
        """Whether nothing but a full stop stands behind the quotation in its line."""
        return _LINE_REST.fullmatch(self.masked, self.bracket.end) is not None

    @cached_property
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


def pick_somebody(phrases: list[Phrase], cast: Cast) -> list[Phrase]:
    """Those of some phrases that name somebody, as `is_somebody` says of one."""
    known = cast.known
    return [phrase for phrase in phrases if phrase.name.is_certain or phrase.name.core in known]


def may_be_person(name: Name) -> bool:
    """Whether a bare noun may be a person's name: a family name, or no word of the dictionary."""
    is_family = name.kind is ActorKind.PERSON and is_family_name(name.core)
    return is_family or looks_like_name(name.core)

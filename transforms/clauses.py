"""Clauses that hold a subject or a source and say nothing of who speaks: conditions, relatives, reports."""

from __future__ import annotations

import re

from transforms.phrases import Link, Phrase
from transforms.scene import Scene

_CONDITION_END = re.compile(
    r"(?:[うくぐすつぬぶむる]と|たら|[えけげせてねべめれ]ば|ので|ため|[うくぐすつぬぶむるたい](?:横|そば|傍ら|隣)で)、"
)
_RELATIVE_END = re.compile(
    r"[たるうくすつぶむぐい]こと(?:にも|など|を|が|も|に|から)|"
    r"[たるうくすつぶむぐい](?:こと|もの|[一-鿿ァ-ヺA-Za-z][^、。\ue000]{0,20}?)"
    r"(?:は|には|では|については|に関しては|について|に関して|をめぐり|を巡り)(?![一-鿿])"
)
_IN_QUESTION = re.compile(
    r"と(?:の|いう|いった)[^、。「」はがを]{0,8}?(?:質問|問い|問いかけ|指摘|批判|疑問|声|懸念|意見|見方|報道)(?:には|にも|に対し|について|に|は|をめぐ)"
)
"""Behind the subject of a question that somebody else answers: どの国が関わったかとの質問には「…」."""
_ASKED_BY = re.compile(
    r"(?:[わかがさたなまらば]れ|られ)(?:[て、]|たが|たため|たので|た際|た時|たとき|ると|ても|れば|たら)"
)
_BEFORE_NOUN = "した|った|れた|いた|いだ|んだ|えた|する|れる"
"""How a verb ends that describes the noun behind."""
_ORIGIN = re.compile(rf"[^、。「」\ue000]{{1,10}}?(?:{_BEFORE_NOUN})[一-鿿ァ-ヺ]")
"""Behind a name with から: a clause that describes a noun."""
_DESCRIBES = re.compile(
    rf"[^、。「」\ue000]{{0,10}}?(?:{_BEFORE_NOUN}|らす|ている|住む|通う|働く)[一-鿿ァ-ヺ]"
)
"""Behind a subject whose verb describes a noun: 住民が暮らす集落."""
_REPORTED = re.compile(
    r"[たるいだうくすつむんき]と(?:し(?:て|た上で|ながらも|つつ)?|批判し|指摘し|主張し|述べ|説明し|強調し|語り|訴え|明かし|認め|嘆き|懸念し)、"
)


def asks(scene: Scene, phrase: Phrase) -> bool:
    """弁護士から…を問われると、「…」: the one who asks is not the one who answers."""
    return (
        phrase.link is Link.FROM
        and _ASKED_BY.search(scene.masked, phrase.next, scene.bracket.start) is not None
    )


def is_origin(scene: Scene, phrase: Phrase) -> bool:
    """協力会社から調達した部品: where something comes from, which the noun behind says."""
    is_plain = phrase.link is Link.FROM and scene.masked.startswith("から", phrase.next - 2)
    return is_plain and _ORIGIN.match(scene.masked, phrase.next) is not None


def is_in_relative(scene: Scene, phrase: Phrase) -> bool:
    """住民が暮らす集落: a subject whose verb describes the noun behind."""
    return phrase.link is Link.SUBJECT and _DESCRIBES.match(scene.masked, phrase.next) is not None


def is_subordinate(text: str, start: int, end: int) -> bool:
    """Whether a clause ends between a subject and `end`, as a condition or before the noun it describes.

    記者が尋ねると、「…」 and 同誌が報じた記事については「…」: what comes behind is somebody else's.
    """
    return any(
        clause.search(text, start, end) is not None
        for clause in (_CONDITION_END, _RELATIVE_END, _IN_QUESTION)
    )


def is_in_report(scene: Scene, phrase: Phrase) -> bool:
    """Whether a subject belongs to a clause that the sentence reports: 国が負担すべきだとし、「…」.

    市民団体が橋は危ないと訴え、「…」: with a topic of its own the clause is what the subject says.
    """
    report = _REPORTED.search(scene.masked, phrase.next, scene.bracket.start)
    return report is not None and "は" not in scene.masked[phrase.next : report.start()]


def is_in_condition(scene: Scene, phrase: Phrase) -> bool:
    """記者が尋ねると、「…」: the subject of a clause with と, たら, ば, ので is not the main clause's."""
    return phrase.link is Link.SUBJECT and is_subordinate(scene.masked, phrase.next, scene.bracket.start)

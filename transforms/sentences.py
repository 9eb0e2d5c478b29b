"""A sentence of prose that quotes nobody: whom it puts forward, and whom it only tells of."""

from __future__ import annotations

import re
from typing import NamedTuple

from transforms.attribution import Attribution
from transforms.candidates_behind import IS_WHO
from transforms.cast import Cast
from transforms.clauses import is_subordinate
from transforms.japanese_names import is_family_name
from transforms.phrases import Link, Phrase
from transforms.records import ActorKind
from transforms.scene import pick_somebody
from transforms.speech import SPEECH_STOP, VERB

_CLEFT = re.compile(r"の[はが]")
CLAUSE_REACH = 200
"""How far behind its subject a clause may end."""
_GESTURE = re.compile(
    r"首を|うなず|笑|ほほ笑|微笑|目を(?:細|伏|潤|輝|丸|落|赤)|肩を|顔を|頬|表情|頭を(?:下|かか|抱|か)|胸を|声を|涙|手を(?:振|挙|合|握)|"
    r"ため息|息をつ|身を乗り|唇|眉|力を込め|照れ|口を|思い|喜|悲し|悔|驚|戸惑|嘆|怒|憤|不安|心配|願|感謝|安堵|ほっと|懸念|疑問|期待|悩|迷|覚え|顔|[(（][0-9０-９]"
)
"""What somebody does who is about to be quoted: 母親は首を振った。「…」"""
_THERE_IS = re.compile(
    r"(?:少なからず|大勢|多く)?(?:いる|いた|おり|絶えない|多い|少なくない|列をつくる|詰めかけた)。"
)
"""Behind somebody who is only said to be there: 辞めていった仲間もいる。"""
_HEARSAY = re.compile(r"(?:という|そうだ|とのことだ)。")
"""Ends a sentence that retells what somebody told, whose subject does not speak."""
_DESCRIBED = re.compile(
    r"(?:応じ|住[むん]|営[むん]|通[うっい]|勤め|働[くい]|参加し|訪れ|集ま|居合わせ|見守|経営す|携わ|担当|手掛け|率い|所属す|支え|避難し|"
    r"利用す|育て|暮ら|迎え|駆け付け|駆けつけ|目撃し|経験し)[^、。]{0,4}$"
)
"""Before somebody whom a clause introduces: 取材に応じた元同僚."""


class Sentence(NamedTuple):
    """One sentence of a masked line."""

    masked: str
    offset: int
    start: int
    end: int
    phrases: list[Phrase]
    following: list[Phrase]


def ends_in_speech(sentence: Sentence) -> bool:
    """…も同じ危惧を口にする。: whoever the sentence is about has not been quoted yet."""
    begin = max(sentence.start, sentence.end - 8)
    return any(word.search(sentence.masked, begin, sentence.end) for word in (VERB, SPEECH_STOP))


def is_bystander(sentence: Sentence, named: Phrase) -> bool:
    """息子は隣町へ働きに出た。: in passing, somebody unnamed who neither speaks nor shows a feeling."""
    is_in_passing = sentence.start > 0 and named.link is Link.TOPIC and named.name.kind is ActorKind.ANONYMOUS
    if not is_in_passing or _DESCRIBED.search(sentence.masked, sentence.start, named.start):
        return False
    return not shows_speech(sentence, named)


def shows_speech(sentence: Sentence, named: Phrase) -> bool:
    """Whether somebody says something, or does what people do who are about to."""
    signs = VERB, SPEECH_STOP, _GESTURE
    hearsay = find_hearsay(sentence)
    end = hearsay.start() if hearsay is not None else sentence.end
    return any(sign.search(sentence.masked, named.end, end) for sign in signs)


def only_exists(sentence: Sentence, named: Phrase) -> bool:
    """辞めていった仲間もいる。: whom a sentence only says to be there."""
    is_unnamed = named.name.kind is ActorKind.ANONYMOUS
    return is_unnamed and _THERE_IS.match(sentence.masked, named.next) is not None


def find_hearsay(sentence: Sentence) -> re.Match[str] | None:
    """という。 at a sentence's end, or None."""
    return _HEARSAY.search(sentence.masked, max(sentence.start, sentence.end - 6), sentence.end)


def find_last(known: list[Phrase], pattern: re.Pattern[str], sentence: Sentence) -> Phrase | None:
    """The last phrase right behind which a pattern fits."""
    for phrase in reversed(known):
        if pattern.match(sentence.masked, phrase.end) is not None:
            return phrase
    return None


def find_topic_behind(sentence: Sentence, at: int) -> Phrase | None:
    """The person who becomes the topic behind a quotation and the clause that reports it."""
    for phrase in reversed(sentence.phrases):
        if phrase.start <= at:
            return None
        is_person = phrase.name.kind in {ActorKind.PERSON, ActorKind.ANONYMOUS} and phrase.name.is_certain
        if phrase.link is Link.TOPIC and is_person and "、" in sentence.masked[at : phrase.start]:
            return phrase
    return None


def is_main_subject(sentence: Sentence, phrase: Phrase) -> bool:
    """Whether a phrase with が is the subject of the sentence, and not of a clause in it."""
    if phrase.link is not Link.SUBJECT:
        return False
    return not is_subordinate(sentence.masked, phrase.next, min(sentence.end, phrase.next + CLAUSE_REACH))


def find_teller(known: list[Phrase]) -> Phrase | None:
    """The person according to whom the sentence holds: 消防局長によると."""
    return next((p for p in known if p.link is Link.SOURCE and p.name.kind is ActorKind.PERSON), None)


def find_topic(sentence: Sentence, known: list[Phrase]) -> Phrase | None:
    """Whom a cleft names (…のは田中さんだ。), else the last topic, else a bare family name with は."""
    if _CLEFT.search(sentence.masked, sentence.start, sentence.end) is not None:
        cleft = find_last(known, IS_WHO, sentence)
        if cleft is not None and is_cleft(sentence, cleft):
            return cleft
    topics = [phrase for phrase in known if phrase.link is Link.TOPIC]
    topic = topics[-1] if topics else None
    if topic is not None and len(topics) > 1 and topic.name.kind is ActorKind.ANONYMOUS:
        main = topics[-2]
        return topic if main.name.kind is not ActorKind.PERSON or shows_speech(sentence, topic) else main
    if topic is not None or any(phrase.link is Link.SUBJECT for phrase in known):
        return topic
    bare = (p for p in sentence.phrases if p.link is Link.TOPIC and is_family_name(p.name.core))
    return next((phrase for phrase in bare if phrase.name.kind is ActorKind.PERSON), None)


def is_cleft(sentence: Sentence, phrase: Phrase) -> bool:
    """Whether the sentence runs up to a phrase: 歩いたのは田中さん."""
    return _CLEFT.search(sentence.masked, sentence.start, phrase.start) is not None


def ends_in_heading(sentence: Sentence, last: Attribution, cast: Cast) -> bool:
    """「木は急がない人を選ぶ」 桶職人久我山櫂さん: a headline that ends in its speaker is about him."""
    heading = find_heading(sentence, pick_somebody(sentence.phrases, cast))
    is_speaker = heading is not None and last.speaker is not None and last.speaker.name == heading.name
    return is_speaker and heading is not None and heading.next == sentence.end


def find_heading(sentence: Sentence, known: list[Phrase]) -> Phrase | None:
    """The last person whom a line without a full stop names by itself: 【ひと】元気な村 葛城百合さん."""
    if sentence.start > 0 or sentence.end < len(sentence.masked) or sentence.masked.endswith("。"):
        return None
    people = (phrase for phrase in reversed(known) if phrase.name.kind is ActorKind.PERSON)
    return next((phrase for phrase in people if phrase.link is Link.NONE), None)

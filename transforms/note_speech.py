"""Who says what inside a note: reads the tree of `transforms.notes` by NOTATION of the blogs (docs/adr/0003).

`speaker「…」「…」`: the words before a bracket speak, and go on speaking until other words come. Words
without a bracket are keywords; behind the last bracket they are a keyword or the venue.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from transforms.attribution import Attribution, Speech
from transforms.brackets import Bracket
from transforms.cast import Mention
from transforms.names import read_name
from transforms.notes import Quoted, Segment, Tag, Words
from transforms.phrases import Link, find_phrases
from transforms.records import ActorKind, Evidence, QuoteForm
from transforms.speech import SPEECH_NOUNS, TITLE_NOUNS
from transforms.surfaces import MAX_NAME_LENGTH, Name
from transforms.wording import looks_like_utterance, names_somebody

_HIRAGANA = re.compile(r"[ぁ-ん]")
_SAID_AFTER = re.compile(r"と|って|など|との")
_NOUN_PARTICLE = re.compile(r"[のをがはにへもや]|で(?!す)|だ(?!と)")
_GLOSS_AT_END = re.compile(r"[(（][^()（）]*[)）]?$")
_TRAILING = re.compile(r"(?:は|が|も|、|:|：|\s|いわく|曰く){1,8}$")
_TRAILING_ENDS = ("は", "が", "も", "、", ":", "：", "く")
_SOURCE = re.compile(r"\s*(?P<medium>\S.*?)(?:によると|によれば)、?(?P<rest>.*)$")
_SPOKEN_NOUN = re.compile(
    rf"と(?:の|いう|いった)[^。、「」『』]{{0,4}}?(?:{'|'.join(sorted(SPEECH_NOUNS, key=len, reverse=True))})"
)
_SAID_VERB = re.compile(
    r"(?:など)?と(?:も|は|、)?[^。「」『』]{0,8}?(?:言|いわ|いっ|話|語|述べ|主張|発言|指摘|批判|訴え|説明|答え|警告|明か|認め|強調)"
)
_NAME_AT_END = re.compile(r"(?:^|(?<=[。、！？」』\s]))[^。、！？!?「」『』]{1,40}$")
_SHORT_NAME = re.compile(r"[一-鿿々ヶぁ-ん]{1,5}")
_ACCOUNT = re.compile(r"@?[A-Za-z0-9_]+")

NOTE_CONFIDENCE = 0.97
ELIDED_CONFIDENCE = 0.85
NESTED_CONFIDENCE = 0.93


class Keyword(NamedTuple):
    """A keyword segment; offsets count in the post."""

    start: int
    end: int
    text: str


class TagReading(NamedTuple):
    """What one tag's note holds: quotations (outer ones before their nested ones), keywords, names."""

    speeches: list[Speech]
    keywords: list[Keyword]
    mentions: list[Mention]


def read_tag(tag: Tag, text: str) -> TagReading:
    """Read the note of one tag.

    Args:
        tag: the parsed tag; its offsets count in `text`.
        text: the post's text.
    """
    reading = TagReading([], [], [])
    speaker: Mention | None = None
    for segment in tag.segments:
        if _is_keyword(segment) or (speaker is None and isinstance(segment.pieces[0], Quoted)):
            _add_keyword(reading, segment)
        else:
            speaker = _read_segment(reading, segment, speaker, text)
    return reading


def _add_keyword(reading: TagReading, segment: Segment) -> None:
    whole = "".join(piece.text for piece in segment.pieces)
    text = whole.strip()
    if not text:
        return
    start = segment.start + len(whole) - len(whole.lstrip())
    reading.keywords.append(Keyword(start, start + len(text), text))
    name = read_name(text)
    if name.can_speak:
        reading.mentions.append(Mention(start, start + len(name.surface), name))


def _is_keyword(segment: Segment) -> bool:
    """Whether no bracket of a segment is speech."""
    quoted = [piece for piece in segment.pieces if isinstance(piece, Quoted)]
    if not quoted:
        return True
    if all(not piece.text.strip("「」『』 ") for piece in quoted):
        return True
    first, last = segment.pieces[0], segment.pieces[-1]
    words_behind = last.text if isinstance(last, Words) else ""
    words_inside = quoted[-1].text.strip("「」『』")
    if isinstance(first, Quoted):  # 「枯渇」しつつあることは明らか
        is_glued = _HIRAGANA.match(words_behind) is not None and not _SAID_AFTER.match(words_behind)
        return (is_glued and len(words_inside) < 20) or (
            not looks_like_utterance(words_inside) and len(quoted) == 1
        )
    if len(quoted) == 1 and (names_somebody(words_inside) or _names_feature(quoted[0])):
        return True
    if first.text.strip() in TITLE_NOUNS and len(quoted) == 1:  # 特集「走る電池」
        return True
    if _NOUN_PARTICLE.match(words_behind):  # 日銀「利上げ」を否定
        return not looks_like_utterance(words_inside) or len(words_inside) < 12
    return False


def _names_feature(quoted: Quoted) -> bool:
    """日経ビジネス「特集『…』」: a title noun and the title, no speech."""
    children = quoted.bracket.children
    if len(children) != 1 or children[0].end != quoted.bracket.inner[1]:
        return False
    head = quoted.text[1 : children[0].start - quoted.bracket.start]
    return head in TITLE_NOUNS


def _read_segment(
    reading: TagReading, segment: Segment, speaker: Mention | None, text: str
) -> Mention | None:
    """Read one segment with speech; returns who speaks at its end."""
    pieces = segment.pieces
    via: Mention | None = None
    is_elided = True
    for number, piece in enumerate(pieces):
        if isinstance(piece, Words):
            is_last = number == len(pieces) - 1
            if is_last:
                _add_trailing(reading, piece)
            else:
                named, via = _read_speaker(piece)
                if named is not None:
                    speaker, is_elided = named, False
                    reading.mentions.append(named)
        else:
            _add_quote(reading, piece.bracket, _attribute(speaker, via, is_elided=is_elided), text)
    return speaker


def _add_trailing(reading: TagReading, words: Words) -> None:
    """Words behind the last bracket: a keyword or the venue, unless they end the sentence (と述べた)."""
    stripped = words.text.strip("。、 ")
    if stripped and not _HIRAGANA.match(stripped):
        start = words.start + words.text.index(stripped)
        reading.keywords.append(Keyword(start, start + len(stripped), stripped))


def _read_speaker(words: Words) -> tuple[Mention | None, Mention | None]:
    """The speaker that the words before a bracket name, and the medium they name as the source."""
    # A closing bracket alone ends a quotation whose 「 was lost: the speaker stands behind it.
    lost = max(words.text.rfind("」"), words.text.rfind("』")) + 1
    text, start = words.text[lost:], words.start + lost
    if lost and not text.strip():
        return _find_opening_name(words), None
    via = None
    if "によ" in text and (source := _SOURCE.match(text)) is not None:
        medium, at = source["medium"].rstrip(), start + source.start("medium")
        mention = Mention(at, at + len(medium), read_name(medium))
        if not source["rest"].strip():
            return mention, None
        via, start, text = mention, start + source.start("rest"), source["rest"]
    text = text.rstrip()
    if text.endswith(_TRAILING_ENDS):
        text = _TRAILING.sub("", text).rstrip()
    if "(" in text or "（" in text:
        text = _GLOSS_AT_END.sub("", text).rstrip() or text
    stripped = text.lstrip(" \t\u3000、。")
    start += len(text) - len(stripped)
    if not stripped:
        return None, via
    name = read_name(stripped)
    if len(stripped) > 12 and not name.can_speak:
        for phrase in reversed(find_phrases(stripped, 0, len(stripped))):
            if phrase.name.can_speak and phrase.link in {Link.TOPIC, Link.SUBJECT, Link.NONE}:
                return Mention(start + phrase.start, start + phrase.end, phrase.name), via
    return Mention(start, start + len(stripped), _settle_kind(name, stripped)), via


def _find_opening_name(words: Words) -> Mention | None:
    """水野市長橋を直す」: the longest person with an office that a stretch without its 「 opens with."""
    for end in range(min(len(words.text), MAX_NAME_LENGTH), 1, -1):
        name = read_name(words.text[:end])
        if name.kind is ActorKind.PERSON and name.role is not None and name.surface.endswith(name.role):
            return Mention(words.start, words.start + end, name)
    return None


def _settle_kind(name: Name, surface: str) -> Name:
    """A plain word that speaks in a note is somebody's name."""
    if name.surface != surface:
        name = name._replace(surface=surface)
    if name.kind is not ActorKind.UNKNOWN:
        return name
    if _SHORT_NAME.fullmatch(surface):
        return name._replace(kind=ActorKind.PERSON)
    if _ACCOUNT.fullmatch(surface):
        return name._replace(kind=ActorKind.ACCOUNT)
    return name


def _attribute(speaker: Mention | None, via: Mention | None, *, is_elided: bool) -> Attribution:
    if speaker is None:
        return Attribution(None, via=via)
    confidence = ELIDED_CONFIDENCE if is_elided else NOTE_CONFIDENCE
    return Attribution(speaker, via=via, evidence=Evidence.NOTE, confidence=confidence)


def _add_quote(
    reading: TagReading,
    bracket: Bracket,
    attribution: Attribution,
    text: str,
) -> None:
    inner_start, inner_end = bracket.inner
    if not text[inner_start:inner_end].strip():
        return
    outer = Speech(inner_start, inner_end, QuoteForm.DIRECT, None, attribution, None)
    reading.speeches.append(outer)
    _add_nested(reading, bracket, outer, text)


def _add_nested(reading: TagReading, bracket: Bracket, outer: Speech, text: str) -> None:
    """TIME「ゼレンスキー『…』『…』」: inside, the words before a bracket name the inner speaker."""
    if not bracket.children:
        return
    outer_speaker = outer.attribution.speaker
    is_medium = outer_speaker is not None and outer_speaker.name.kind is ActorKind.MEDIA
    via = outer_speaker if is_medium else outer.attribution.via
    at = outer.start
    speaker: Mention | None = None
    for number, child in enumerate(bracket.children):
        following = bracket.children[number + 1].start if number + 1 < len(bracket.children) else outer.end
        before, after = text[at : child.start], text[child.end : following]
        if before.strip():
            speaker = _find_nested_speaker(before, at, after)
        inner_start, inner_end = child.inner
        if speaker is not None and text[inner_start:inner_end].strip():
            reading.mentions.append(speaker)
            attribution = Attribution(speaker, via=via, evidence=Evidence.NOTE, confidence=NESTED_CONFIDENCE)
            nested = Speech(inner_start, inner_end, QuoteForm.NESTED, outer.start, attribution, None)
            reading.speeches.append(nested)
            _add_nested(reading, child, nested, text)
        at = child.end


def _find_nested_speaker(before: str, start: int, after: str) -> Mention | None:
    if before.endswith("の") and _SPOKEN_NOUN.match(after):
        return _find_last_name(before[:-1], start)
    if _SAID_VERB.match(after):
        return _find_last_name(_TRAILING.sub("", before), start)
    if _NOUN_PARTICLE.match(after):
        return None
    direct = _NAME_AT_END.search(before)
    if direct is None:
        return None
    mention, _ = _read_speaker(Words(start + direct.start(), direct.group()))
    if mention is None or (mention.name.kind is ActorKind.UNKNOWN and _HIRAGANA.search(mention.name.surface)):
        return None
    return mention


def _find_last_name(words: str, start: int) -> Mention | None:
    phrases = find_phrases(words, 0, len(words))
    if not phrases or phrases[-1].end != len(words) or not phrases[-1].name.can_speak:
        phrases = [p for p in phrases if p.name.can_speak and p.link in {Link.TOPIC, Link.SUBJECT, Link.FROM}]
    if not phrases:
        return None
    last = phrases[-1]
    return Mention(start + last.start, start + last.end, last.name)

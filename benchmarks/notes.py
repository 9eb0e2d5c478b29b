"""Write the blogger's tag lines about a story, in the notation of docs/adr/0003-note-grammar.md."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from benchmarks.draw import Draw
from benchmarks.stock import Stock, Topic
from benchmarks.stories import Form, Part, Story


def write_notes(draw: Draw, stock: Stock, story: Story) -> Iterator[str]:
    """Yield the tag lines of a story: the statements, sometimes hearsay, keywords or a medium's story."""
    if len(story.parts) > 1 and draw.chance(0.25):
        for part in story.parts:
            yield _statements(draw, story, [part])
    else:
        yield _statements(draw, story, story.parts)
    if draw.chance(0.3):
        yield _tag(draw, story.topic) + f"({draw.pick(_remarks(story))})"
    if draw.chance(0.18):
        yield _medium(draw, stock, story)
    if draw.chance(0.25):
        yield _hearsay(draw, stock, story.topic)
    if draw.chance(0.12):
        yield _keywords(draw, story.topic)


def _tag(draw: Draw, topic: Topic) -> str:
    """Return the tag's head: a label, with its alias in most cases where it has one."""
    if topic.alias is None:
        return f"#{topic.label}"
    forms = (f"#{topic.label}={topic.alias}", f"#{topic.label}", f"#{topic.alias}")
    return draw.weigh(forms, (6, 3, 1))


def _statements(draw: Draw, story: Story, parts: Sequence[Part]) -> str:
    segments = [*_leading_keywords(draw, story), *(_segment(draw, part) for part in parts)]
    if draw.chance(0.15):
        segments.append(f"{draw.pick(story.topic.unnamed)}「{draw.pick(story.topic.narration)}」")
    if draw.chance(0.12):
        segments.append(draw.pick(story.topic.venues))
    return _in_the_hand_of_the_blogger(draw, _tag(draw, story.topic), _join(draw, segments))


def _leading_keywords(draw: Draw, story: Story) -> list[str]:
    """Return segments without a quote; a person named there is not the one who speaks next."""
    keywords = draw.some(story.topic.keywords, draw.weigh((0, 1, 2), (5, 4, 1)))
    if draw.chance(0.06):
        keywords += [story.parts[-1].speaker.notes[0], "会談"]
    return keywords


def _segment(draw: Draw, part: Part) -> str:
    quotes = "".join(f"「{remark.noted}」" for remark in part.remarks)
    return draw.pick(part.speaker.notes) + quotes


def _join(draw: Draw, segments: Sequence[str]) -> str:
    """Join the segments by ・, which the blogger sometimes forgets after a quote."""
    line = segments[0]
    for segment in segments[1:]:
        is_forgotten = line.endswith("」") and "「" in segment and draw.chance(0.08)
        line += segment if is_forgotten else f"・{segment}"
    return line


def _in_the_hand_of_the_blogger(draw: Draw, tag: str, note: str) -> str:
    """Close the note; now and then in full-width forms, or not at all."""
    if draw.chance(0.05):
        return f"＃{tag[1:]}（{note}）"
    if draw.chance(0.03):
        return f"{tag}({note}"
    return f"{tag}({note})"


def _remarks(story: Story) -> list[str]:
    """Return notes that answer, or that bracket words nobody said."""
    lines = [f"{story.topic.keywords[-1]}・{story.topic.aside}"]
    for part, other in zip(story.parts, story.parts[1:], strict=False):
        words = next((remark.said for remark in part.remarks if remark.form is Form.PARTIAL), None)
        if words:
            lines.append(
                f"{other.speaker.notes[0]}「{part.speaker.notes[0]}の『{words}』との指摘は当たらない」"
            )
        lines.append(f"{story.outlet.relay}「{part.speaker.notes[0]}」・{other.speaker.notes[0]}と並べて紹介")
    return lines


def _medium(draw: Draw, stock: Stock, story: Story) -> str:
    """Return a medium's story: its own words in 「」, and in 『』 those of the speakers it relays."""
    relay = draw.pick(stock.outlets).relay
    part = draw.pick(story.parts)
    who = part.speaker.notes[-1] if "・" not in part.speaker.notes[-1] else part.speaker.notes[0]
    inner = "".join(f"『{remark.noted}』" for remark in part.remarks if "『" not in remark.noted)
    narration = draw.some(story.topic.narration, 2)
    chain = [f"「{who}{inner}」"] if inner else []
    chain.append(f"「{narration[0]}」")
    if draw.chance(0.5):
        chain.append(f"「{draw.pick(story.topic.unnamed)}『{narration[1]}』」")
    return _in_the_hand_of_the_blogger(draw, _tag(draw, story.topic), relay + "".join(chain))


def _hearsay(draw: Draw, stock: Stock, topic: Topic) -> str:
    keyword = f"{draw.pick(topic.keywords)}・" if draw.chance(0.5) else ""
    return f"{_tag(draw, topic)}({keyword}{draw.pick(stock.accounts)}「{draw.pick(topic.sns)}」)"


def _keywords(draw: Draw, topic: Topic) -> str:
    words = draw.some(topic.keywords, 2)
    ending = draw.weigh(("初", "記念式典", "続報待ち"), (1, 1, 1))
    return f"#{topic.label}({'・'.join(words)}・{ending})" if draw.chance(0.85) else f"#{topic.label}()"


def write_closing_tags(draw: Draw, topics: Sequence[Topic]) -> str:
    """Return a line of labels without notes, as pages end with."""
    labels = [draw.pick(topic.labels) for topic in draw.some(topics, 2)]
    return "".join(f"#{label}" for label in dict.fromkeys(labels))

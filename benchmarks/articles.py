"""Write a story as the blogger pastes it: the embedded tweet, then the paragraphs of the article."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from benchmarks.draw import Draw
from benchmarks.stock import Outlet, Speaker
from benchmarks.stories import Form, Part, Remark, Story

_MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)
_VERBS = ("述べた", "述べた", "強調した", "指摘した", "訴えた", "説明した", "話した")
_LATER = ("そのうえで「{q}」と{verb}。", "さらに「{q}」と{verb}。", "また、「{q}」との考えを示した。")
_POLITE = {
    "した": "しました",
    "べた": "べました",
    "えた": "えました",
    "れた": "れました",
    "てた": "てました",
    "語った": "語りました",
    "てきた": "てきました",
    "ている": "ています",
    "でいる": "でいます",
    "れる": "れます",
    "する": "します",
    "だった": "でした",
    "だ": "です",
}


def write_embed(draw: Draw, story: Story) -> Iterator[str]:
    """Yield the lines of a tweet about the story, in one of the arrangements the pages have."""
    signature = _signature(draw, story.outlet, story.happened_at)
    tail = f" #{story.outlet.hashtag}" if story.outlet.hashtag else ""
    way = draw.fraction()
    if way < 0.70:
        yield f"{story.headline} {draw.link()}{tail}"
        yield signature
    elif way < 0.82:
        yield f"{story.headline}{draw.link()}{tail}"
        yield signature
    elif way < 0.92:
        # The rest of a tweet of several lines stands after its signature.
        yield f"【{story.topic.keywords[0]}】"
        yield signature
        yield story.headline
        yield f"{draw.link()}{tail}"
    else:
        yield f"{draw.link()}{signature} {story.headline}"


def _signature(draw: Draw, outlet: Outlet, happened_at: dt.datetime) -> str:
    """Return the line that closes a tweet; its date is the UTC day."""
    day = happened_at.astimezone(dt.UTC)
    month = _MONTHS[day.month - 1]
    forms = (
        f"{month} {day.day}, {day.year}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}, {day.month}月 {day.day}",
        f"{day.day}. {month} {day.year}",
    )
    return f"— {outlet.name} (@{outlet.handle}) {draw.weigh(forms, (17, 5, 2, 1))}"


def write_article(draw: Draw, story: Story) -> Iterator[str]:
    """Yield the paragraphs of the article: the lead, then in turn a speaker and some background."""
    is_polite = story.outlet.hashtag is not None and _to_polite(story.lead) != story.lead
    background = list(story.background)
    yield _finish(story.lead, is_polite=is_polite)
    for number, part in enumerate(story.parts):
        sentences = _part_sentences(draw, story, part, number)
        yield "".join(_finish(sentence, is_polite=is_polite) for sentence in sentences)
        if background and draw.chance(0.7):
            yield _finish(background.pop(), is_polite=is_polite)
    if draw.chance(0.25):
        yield _finish(_unnamed(draw, story), is_polite=is_polite)
    yield from (_finish(sentence, is_polite=is_polite) for sentence in background)


def _finish(sentence: str, *, is_polite: bool) -> str:
    return _to_polite(sentence) if is_polite else sentence


def _to_polite(sentence: str) -> str:
    """Return the sentence as broadcasters end it (しました for した), or unchanged if it ends otherwise."""
    for plain, polite in _POLITE.items():
        if sentence.endswith(plain + "。"):
            return sentence.removesuffix(plain + "。") + polite + "。"
    return sentence


def _unnamed(draw: Draw, story: Story) -> str:
    said = draw.pick(story.topic.narration)
    who = draw.pick(story.topic.unnamed)
    if draw.chance(0.4):
        return f"{story.outlet.relay}によると、{who}は「{said}」と話した。"
    return f"{who}は「{said}」と明かした。"


def _part_sentences(draw: Draw, story: Story, part: Part, number: int) -> Iterator[str]:
    """Yield the sentences of one speaker's paragraph; the name comes once, then a title or nothing."""
    speaker, remarks = part
    first = remarks[0]
    if len(remarks) > 1 and all(remark.form is Form.DIRECT for remark in remarks[:2]) and draw.chance(0.4):
        yield f"{speaker.intro}は「{first.said}」とし、「{remarks[1].said}」と{draw.pick(_VERBS)}。"
        remarks = remarks[1:]
    else:
        yield _opening(draw, story, speaker, first, number)
    for remark in remarks[1:]:
        yield _continuation(draw, speaker, remark)


def _opening(draw: Draw, story: Story, speaker: Speaker, remark: Remark, number: int) -> str:
    verb = draw.pick(_VERBS)
    if remark.form is not Form.DIRECT:
        return _bracketless(speaker.intro, remark)
    if number == 0 and draw.chance(0.6):
        return f"{speaker.intro}は{story.event.occasion}で「{remark.said}」と{verb}。"
    if number and draw.chance(0.3):
        return f"これに対し{speaker.intro}は「{remark.said}」と{verb}。"
    if draw.chance(0.12):
        return f"「{remark.said}」。{speaker.intro}はこう語った。"
    particle = "も" if number and draw.chance(0.3) else "は"
    return f"{speaker.intro}{particle}「{remark.said}」と{verb}。"


def _bracketless(who: str, remark: Remark) -> str:
    """Return a sentence for indirect speech, or for a quote of a few words."""
    if remark.partial is None:
        return f"{who}は、{remark.said}との見方を示した。"
    return f"{who}は{remark.partial.subject}を「{remark.partial.words}」と{remark.partial.verb}。"


def _continuation(draw: Draw, speaker: Speaker, remark: Remark) -> str:
    who = (
        draw.weigh((speaker.short, speaker.bare, "同氏"), (5, 3, 1))
        if "氏" in speaker.short
        else speaker.bare
    )
    if remark.form is not Form.DIRECT:
        return _bracketless(who, remark)
    verb = draw.pick(_VERBS)
    if draw.chance(0.45):
        return draw.pick(_LATER).format(q=remark.said, verb=verb)
    if draw.chance(0.1):
        return f"「{remark.said}」。{who}はそう{verb}。"
    return f"{who}は「{remark.said}」とも{verb}。"

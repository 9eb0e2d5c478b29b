"""From a document to rows: make its post, read each block, find full forms."""

from __future__ import annotations

from collections.abc import Iterable

from transforms.affiliations import is_body
from transforms.attribution import Speech
from transforms.blocks import RawBlock
from transforms.bodies import find_short_form
from transforms.cast import Cast, Mention
from transforms.identity import hash_text, make_id
from transforms.note_speech import read_tag
from transforms.notes import Tag, parse_note
from transforms.options import DEFAULT_OPTIONS, ParseOptions
from transforms.posts import make_post
from transforms.prose import ProseReader
from transforms.records import (
    ActorKind,
    ActorMention,
    Block,
    BlockKind,
    Document,
    Evidence,
    ParsedPost,
    Post,
    Quote,
    TopicMention,
)
from transforms.repeated import find_repeated
from transforms.surfaces import Name

NAMED_BESIDE = frozenset({Evidence.AFTER, Evidence.BEFORE, Evidence.ANAPHOR})
"""Evidence that names the speaker in the quotation's own sentence."""
_BODIES = frozenset({ActorKind.ORGANISATION, ActorKind.UNKNOWN})


def parse_document(
    document: Document, *, dump_id: str, source_uri: str, options: ParseOptions = DEFAULT_OPTIONS
) -> ParsedPost:
    """Read one document into its rows.

    Shape: one Document in, one ParsedPost out. Pure, and total: whatever the text is, it gives a post.
    Units: offsets are half-open code points of the post's text.

    Args:
        document: what a reader found.
        dump_id: the dump it came from.
        source_uri: the dump as users know it.
        options: how to take what the dump leaves open.
    """
    post, blocks = make_post(document, dump_id=dump_id, source_uri=source_uri, options=options)
    return _PostReader(post, blocks, options).read()


class _PostReader:
    """Reads the blocks of one post; a class because the cast and the rows grow together."""

    def __init__(self, post: Post, blocks: list[RawBlock], options: ParseOptions) -> None:
        self._post = post
        self._with_reported = options.with_reported
        self._blocks = blocks
        self._cast = Cast()
        self._prose = ProseReader(post.text, self._cast)
        self._speeches: list[tuple[int, BlockKind, str | None, Speech]] = []
        self._mentions: list[tuple[int, Mention]] = []
        self._open_quotations: list[int] = []
        self._topics: list[TopicMention] = []
        self._defined: dict[str, str] = {}
        self._full_forms: dict[Name, str] = {}

    def read(self) -> ParsedPost:
        previous: BlockKind | None = None
        for number, block in enumerate(self._blocks):
            if block.kind is BlockKind.NOTE:
                self._read_note(number, block)
            else:
                if block.kind is not previous:
                    self._prose.start_item()
                self._read_prose(number, block)
            previous = block.kind
        self._defined = self._find_definitions()
        self._name_repeated()
        quotes = self._make_quotes()
        return ParsedPost(
            self._post, self._make_blocks(), quotes, tuple(self._topics), self._make_mentions(quotes)
        )

    def _find_definitions(self) -> dict[str, str]:
        """The short forms that the post defines: 海峡交通省(海交省) -> 海交省: 海峡交通省."""
        defined: dict[str, str] = {}
        for _, mention in self._mentions:
            name = mention.name
            if name.kind in _BODIES:
                end = mention.start + len(name.surface)
                if short := find_short_form(self._post.text, end, name.core):
                    defined.setdefault(short, name.surface)
        return defined

    def _find_full_form(self, name: Name) -> str:
        """The fullest form of a name once all of the post is read; the same names come again and again."""
        found = self._full_forms.get(name)
        if found is None:
            found = self._full_forms[name] = self._choose_full_form(name)
        return found

    def _choose_full_form(self, name: Name) -> str:
        form = self._cast.find_full_form(name)
        if name.kind is ActorKind.PERSON and form != name.surface and is_body(form):
            return name.surface  # 霧沢村長 is not 霧沢村
        return self._defined.get(form, form) if name.kind in _BODIES else form

    def _read_prose(self, number: int, block: RawBlock) -> None:
        start = block.start
        with_reported = self._with_reported and block.kind is BlockKind.ARTICLE
        while start < block.end:
            end = self._post.text.find("\n", start, block.end)
            end = block.end if end < 0 else end
            speeches, mentions = self._prose.read_line(start, end, with_reported=with_reported)
            self._speeches += [(number, block.kind, None, speech) for speech in speeches]
            self._share_speaker(start, end, speeches)
            self._mentions += [(number, mention) for mention in mentions]
            start = end + 1

    def _share_speaker(self, start: int, end: int, speeches: list[Speech]) -> None:
        """A quotation left open at a paragraph's end goes on in the next: who is named there says all."""
        if self._open_quotations and self._speeches[self._open_quotations[-1]][-1].end + 1 != start:
            self._open_quotations.clear()
        goes_on = bool(speeches) and speeches[0].start == start + 1
        if goes_on and speeches[0].attribution.evidence in NAMED_BESIDE:
            for index in self._open_quotations:
                number, context, topic, speech = self._speeches[index]
                shared = speech._replace(attribution=speeches[0].attribution)
                self._speeches[index] = (number, context, topic, shared)
        is_open = goes_on and speeches[0].end == end
        self._open_quotations = (
            [*self._open_quotations, len(self._speeches) - len(speeches)] if is_open else []
        )

    def _name_repeated(self) -> None:
        """Give a headline's words the speaker whom the article names for them."""
        articles = [at for at, (_, kind, _, _) in enumerate(self._speeches) if kind is BlockKind.ARTICLE]
        repeated = find_repeated(self._post.text, [self._speeches[at][-1] for at in articles])
        for place, speech in repeated.items():
            number, kind, topic, _ = self._speeches[articles[place]]
            self._speeches[articles[place]] = (number, kind, topic, speech)

    def _read_note(self, number: int, block: RawBlock) -> None:
        note = parse_note(self._post.text[block.start : block.end], start=block.start)
        ends = [*(tag.start for tag in note.tags[1:]), block.end - len(note.tail)]
        for note_no, (tag, end) in enumerate(zip(note.tags, ends, strict=False)):
            sha256 = hash_text(self._post.text[tag.start : end].strip())
            self._add_topic(number, note_no, tag, sha256)
            reading = read_tag(tag, self._post.text)
            for keyword in reading.keywords:
                self._topics.append(
                    TopicMention(
                        self._post.post_id,
                        number,
                        note_no,
                        None,
                        None,
                        tag.label,
                        keyword.text,
                        keyword.start,
                        keyword.end,
                        sha256,
                    )
                )
            for mention in reading.mentions:
                self._cast.add(mention)
                self._mentions.append((number, mention))
            self._speeches += [(number, BlockKind.NOTE, tag.label, speech) for speech in reading.speeches]

    def _add_topic(self, number: int, note_no: int, tag: Tag, sha256: str) -> None:
        start = tag.label_start
        self._topics.append(
            TopicMention(
                self._post.post_id,
                number,
                note_no,
                tag.label,
                tag.alias or None,
                None,
                None,
                start,
                start + len(tag.label),
                sha256,
            )
        )

    def _make_blocks(self) -> tuple[Block, ...]:
        return tuple(
            Block(
                self._post.post_id,
                number,
                block.kind,
                block.start,
                block.end,
                block.day,
                block.published_at,
                block.author_name,
                block.handle,
                block.status_url,
                block.hashtags,
            )
            for number, block in enumerate(self._blocks)
        )

    def _make_quotes(self) -> tuple[Quote, ...]:
        ids = {
            (speech.start, speech.end): make_id(
                "quote", self._post.post_id, speech.start, speech.end, speech.form
            )
            for _, _, _, speech in self._speeches
        }
        parents = {start: quote_id for (start, _), quote_id in ids.items()}
        return tuple(
            self._make_quote(number, context, topic, speech, ids[speech.start, speech.end], parents)
            for number, context, topic, speech in self._speeches
        )

    def _make_quote(  # noqa: PLR0913 - the speech, where it stands, and the ids around it
        self,
        number: int,
        context: BlockKind,
        topic: str | None,
        speech: Speech,
        quote_id: str,
        parents: dict[int, str],
    ) -> Quote:
        attribution = speech.attribution
        speaker, via = attribution.speaker, attribution.via
        name = speaker.name if speaker else None
        return Quote(
            quote_id=quote_id,
            post_id=self._post.post_id,
            block_no=number,
            char_start=speech.start,
            char_end=speech.end,
            text=self._post.text[speech.start : speech.end],
            context=context,
            form=speech.form,
            parent_quote_id=None if speech.parent is None else parents.get(speech.parent),
            topic=topic,
            speaker=name.surface if name else None,
            speaker_start=speaker.start if speaker else None,
            speaker_end=speaker.start + len(speaker.name.surface) if speaker else None,
            speaker_full=self._find_full_form(name) if name else None,
            speaker_kind=name.kind if name else ActorKind.UNKNOWN,
            co_speakers=attribution.co_speakers,
            role=name.role if name else None,
            via=via.name.surface if via else None,
            via_start=via.start if via else None,
            cue=speech.cue,
            evidence=attribution.evidence if speaker else Evidence.NONE,
            confidence=round(attribution.confidence, 3) if speaker else 0.0,
        )

    def _make_mentions(self, quotes: Iterable[Quote]) -> tuple[ActorMention, ...]:
        spoken: dict[int, str] = {}
        for quote in quotes:
            if quote.speaker_start is not None:
                spoken.setdefault(quote.speaker_start, quote.quote_id)
        rows: dict[tuple[int, int], ActorMention] = {}
        for number, mention in self._mentions:
            name = mention.name
            end = mention.start + len(name.surface)
            if (mention.start, end) in rows:
                continue
            rows[mention.start, end] = ActorMention(
                self._post.post_id,
                number,
                name.surface,
                self._find_full_form(name),
                mention.start,
                end,
                name.kind,
                name.role,
                mention.start in spoken,
                spoken.get(mention.start),
            )
        return tuple(rows.values())

"""Tag lines are lossless: the tree of a line gives the line back, and a tree's line the tree."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from transforms.brackets import Bracket, scan_brackets
from transforms.notes import Note, Quoted, Segment, Tag, Words, parse_note, render_note

PIECES = [
    *"#＃「」『』()（）・･=＝、。 　\tA1",
    "港湾",
    "水野市長",
    "ルカ",
    "ベルティーニ",
    "https://example.org/1",
]

lines = (st.lists(st.sampled_from(PIECES), max_size=40) | st.lists(st.characters())).map("".join)


@given(lines)
def test_a_line_that_opens_with_a_hash_comes_back(rest: str) -> None:
    line = "#" + rest
    assert render_note(parse_note(line)) == line


@given(lines, st.integers(0, 1000))
def test_any_line_comes_back_and_its_places_are_the_posts(line: str, start: int) -> None:
    note = parse_note(line, start=start)
    assert render_note(note) == line
    post = "。" * start + line
    for tag in note.tags:
        assert post.startswith(tag.mark, tag.start)
        assert post.startswith(tag.label, tag.label_start)
        assert tag.label
        for segment in tag.segments:
            for piece in segment.pieces:
                at = piece.start if isinstance(piece, Words) else piece.bracket.start
                assert post.startswith(piece.text, at)
                assert piece.text


# Trees to write and read back. Not every tree is the tree of its line: words that hold a mark of the grammar,
# two katakana keywords side by side (a name) or a quote left open are cut elsewhere, and are not drawn.

labels = st.sampled_from(["港湾", "外交・安全保障", "PORTexpansion", "2024市長選", "ＮＡＴＯ"])
aliases = st.sampled_from(["", "青浜漁業協定", "甲=乙"])
keywords = st.sampled_from(["工事", "訪問", "2024年", "FaceTheNation", "青浜県"])
speakers = st.sampled_from(
    ["水野市長", "宇オクサナ・ベルティーニ駐米大使", "情報筋", "内閣府(防災担当)", "J_Sato"]
)
said = st.sampled_from(
    ["直す", "『急ぐ』と水野氏も話した", "なぜか。", "港・空港は", "(笑)", "「内」側", "a=b #c"]
)
quotes = st.builds(
    lambda words, mark: mark[0] + words + mark[1], said, st.sampled_from(["「」", "『』"])
).filter(lambda text: [bracket.end for bracket in scan_brackets(text, 0, len(text))] == [len(text)])
statements = st.builds(
    lambda speaker, run: [speaker, *run], speakers, st.lists(quotes, min_size=1, max_size=3)
)
segments = keywords.map(lambda word: [word]) | statements
opening = st.sampled_from(["()", "（）", "(）"])


@st.composite
def tags(draw: st.DrawFn) -> tuple[str, ...]:
    """What a tag is made of, as text: mark, label, alias, parentheses, gap."""
    alias = draw(aliases)
    return (
        draw(st.sampled_from("#＃")),
        draw(labels),
        draw(st.sampled_from("=＝")) if alias else "",
        alias,
        draw(opening),
        draw(st.sampled_from(["", "", " ", "　"])),
    )


def shift(bracket: Bracket, by: int) -> Bracket:
    children = tuple(shift(child, by) for child in bracket.children)
    return bracket._replace(start=bracket.start + by, end=bracket.end + by, children=children)


def build_segment(separator: str, texts: list[str], at: int) -> Segment:
    pieces: list[Words | Quoted] = []
    start = at
    for text in texts:
        if text[0] in "「『":
            (bracket,) = scan_brackets(text, 0, len(text))
            pieces.append(Quoted(shift(bracket, at), text))
        else:
            pieces.append(Words(at, text))
        at += len(text)
    return Segment(separator, start, tuple(pieces))


def build_tag(parts: tuple[str, ...], notes: list[list[str]], start: int) -> Tag:
    mark, label, equals, alias, (opening_mark, closing_mark), gap = parts
    at = start + len(mark + label + equals + alias + opening_mark)
    built = []
    for number, texts in enumerate(notes):
        separator = "・" if number else ""
        built.append(build_segment(separator, texts, at + len(separator)))
        at += len(separator) + sum(map(len, texts))
    return Tag(start, mark, label, equals, alias, opening_mark, tuple(built), closing_mark, gap)


@given(
    st.lists(st.tuples(tags(), st.lists(segments, max_size=4)), min_size=1, max_size=3),
    st.sampled_from(["", " ", "　"]),
    st.sampled_from(["", "https://example.org/1"]),
    st.integers(0, 50),
)
def test_a_tree_is_read_back_from_its_line(
    parts: list[tuple[tuple[str, ...], list[list[str]]]], indent: str, tail: str, start: int
) -> None:
    built: list[Tag] = []
    for of_tag, notes in parts:
        before = indent + "".join(render_note(Note(0, "", (tag,), "")) for tag in built)
        built.append(build_tag(of_tag, notes, start + len(before)))
    tree = Note(start, indent, tuple(built), tail)
    assert parse_note(render_note(tree), start=start) == tree

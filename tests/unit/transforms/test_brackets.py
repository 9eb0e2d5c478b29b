from __future__ import annotations

import pytest

from transforms.brackets import MAX_DEPTH, Bracket, scan_brackets

Tree = list["str | tuple[str, Tree]"]


def draw(text: str, brackets: tuple[Bracket, ...]) -> Tree:
    """Brackets as their words; (words, children) where there are some."""
    words = [text[slice(*bracket.inner)] for bracket in brackets]
    return [
        (word, draw(text, bracket.children)) if bracket.children else word
        for word, bracket in zip(words, brackets, strict=True)
    ]


def read(text: str) -> Tree:
    return draw(text, scan_brackets(text, 0, len(text)))


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("市長は「直す」と述べた", ["直す"]),
        ("「一」「二」『三』", ["一", "二", "三"]),
        ("「上『下』上」", [("上『下』上", ["下"])]),
        ("「上「下」上」", [("上「下」上", ["下"])]),
        ("「『一』『二』」", [("『一』『二』", ["一", "二"])]),
        ("「」『』", ["", ""]),
        ("かぎのない文", []),
        ("", []),
    ],
)
def test_pairs_form_a_tree(text: str, tree: Tree) -> None:
    assert read(text) == tree


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        # a closing bracket alone is text
        ("直す」と述べた", []),
        ("直す」と述べ「残す」と書いた", ["残す"]),
        ("「直す」」「残す」", ["直す", "残す"]),
        ("「直す』」", ["直す』"]),
        # one left open goes on to the end
        ("市長「直す", ["直す"]),
        ("市長「一『二", [("一『二", ["二"])]),
        ("市長「一『二』三", [("一『二』三", ["二"])]),
        # unless pairs of its own kind follow in it: then it is the odd one out
        ("「市長「直す」議長「残す」", ["直す", "残す"]),
        ("『市長『直す』議長", ["直す"]),
        # one left open inside a pair is the odd one out
        ("「一『二」「三」", ["一『二", "三"]),
        ("「『一』二『三」四", [("『一』二『三", ["一"])]),
        ("「『一』『二『三』」", [("『一』『二『三』", ["一", "三"])]),
    ],
)
def test_damage_stays_where_it_is(text: str, tree: Tree) -> None:
    assert read(text) == tree


def test_only_the_stretch_is_scanned() -> None:
    text = "「一」「二」「三」"
    assert draw(text, scan_brackets(text, 3, 6)) == ["二"]
    assert draw(text, scan_brackets(text, 1, 4)) == [""]


def test_an_open_bracket_ends_with_the_stretch() -> None:
    (bracket,) = scan_brackets("「一二三", 0, 3)
    assert (bracket.start, bracket.end, bracket.is_closed, bracket.inner) == (0, 3, False, (1, 3))


def test_a_closed_bracket_excludes_its_marks() -> None:
    (bracket,) = scan_brackets("話「一」", 0, 4)
    assert (bracket.start, bracket.end, bracket.mark, bracket.inner) == (1, 4, "「", (2, 3))


def test_what_is_deeper_than_eight_is_text() -> None:
    text = "「" * 20 + "底" + "」" * 20
    depth, brackets = 0, scan_brackets(text, 0, len(text))
    while brackets:
        depth, brackets = depth + 1, brackets[0].children
    assert depth == MAX_DEPTH
    (outermost,) = scan_brackets(text, 0, len(text))
    assert (outermost.start, outermost.end) == (0, len(text))

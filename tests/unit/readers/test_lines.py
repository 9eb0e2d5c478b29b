from __future__ import annotations

import pytest

from transforms.readers.lines import OVERLONG_HEAD_BYTES, Line, split_lines


@pytest.mark.parametrize(
    ("chunks", "expected"),
    [
        ([], []),
        ([b"a"], [Line(0, b"a", is_ended=False)]),
        ([b"a\n"], [Line(0, b"a")]),
        ([b"a\nb\nc\n"], [Line(0, b"a"), Line(2, b"b"), Line(4, b"c")]),
        ([b"a", b"b", b"\n", b"c\nd"], [Line(0, b"ab"), Line(3, b"c"), Line(5, b"d", is_ended=False)]),
        ([b"\n\n", b"x"], [Line(0, b""), Line(1, b""), Line(2, b"x", is_ended=False)]),
        ([b"a\rb\x0b\x0c\r\n"], [Line(0, b"a\rb\x0b\x0c\r")]),
        (["u\u2028v\u0085w\n".encode()], [Line(0, "u\u2028v\u0085w".encode())]),
    ],
)
def test_lines_end_at_line_feeds_only(chunks: list[bytes], expected: list[Line]) -> None:
    assert list(split_lines(chunks, max_bytes=99)) == expected


@pytest.mark.parametrize("step", [1, 7, 5000, 99_999])
def test_an_overlong_line_is_passed_over_and_the_next_one_stands_right(step: int) -> None:
    data = b"a\n" + b"x" * 20_000 + b"\nb\n" + b"y" * 20_000
    chunks = [data[start : start + step] for start in range(0, len(data), step)]
    head = OVERLONG_HEAD_BYTES
    assert list(split_lines(chunks, max_bytes=10_000)) == [
        Line(0, b"a"),
        Line(2, b"x" * head, is_overlong=True),
        Line(20_003, b"b"),
        Line(20_005, b"y" * head, is_ended=False, is_overlong=True),
    ]


@pytest.mark.parametrize(("length", "is_overlong"), [(10, False), (11, True)])
def test_the_limit_counts_the_bytes_of_the_line_without_its_break(length: int, is_overlong: bool) -> None:  # noqa: FBT001
    for chunks in ([b"x" * length + b"\n"], [b"x"] * length + [b"\n"], [b"\n" + b"x" * length + b"\n\n"]):
        assert max(line.is_overlong for line in split_lines(chunks, max_bytes=10)) is is_overlong

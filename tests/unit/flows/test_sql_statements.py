from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.sql_statements import has_content, split_statements


@pytest.mark.parametrize(
    ("text", "statements", "rest"),
    [
        ("select 1;", ["select 1"], ""),
        ("select 1; select 2;", ["select 1", "select 2"], ""),
        ("select 1", [], "select 1"),
        (";;", [], ""),
        ("-- a remark;\n;", [], ""),
        ("select ';';", ["select ';'"], ""),
        ("select 'it''s;';", ["select 'it''s;'"], ""),
        ("select e'\\';';", ["select e'\\';'"], ""),
        ('select 1 as ";";', ['select 1 as ";"'], ""),
        ("select 1 -- ; \n;", ["select 1 -- ;"], ""),
        ("select /* ; */ 1;", ["select /* ; */ 1"], ""),
        ("select $$;$$, $a$;$$;$a$;", ["select $$;$$, $a$;$$;$a$"], ""),
        ("select 'open;", [], "select 'open;"),
        ("select 1; /* open;", ["select 1"], " /* open;"),
        ("select '発言;';", ["select '発言;'"], ""),
    ],
)
def test_a_semicolon_ends_a_statement_unless_it_is_hidden(
    text: str, statements: list[str], rest: str
) -> None:
    assert split_statements(text) == (statements, rest)


@given(st.text("a;'\"-/*$e\\ \n", max_size=40))
def test_typing_line_by_line_gives_the_same_statements(text: str) -> None:
    at_once, rest = split_statements(f"{text}\n")
    typed, left = [], ""
    for line in text.split("\n"):
        statements, left = split_statements(f"{left}{line}\n")
        typed += statements
    assert (typed, has_content(left)) == (at_once, has_content(rest))

"""Cut typed text into statements at each `;` that stands outside quotes and comments."""

from __future__ import annotations

import re

# What may hide a `;`: strings (E'…' with backslashes), quoted names, comments, dollar quotes.
_OPENING = re.compile(r"""\b[eE]'|'|"|--|/\*|\$\w*\$|;""")
_CLOSING = {
    "'": re.compile("'"),
    '"': re.compile('"'),
    "--": re.compile("\n"),
    "/*": re.compile(r"\*/"),
    "e'": re.compile(r"(?:[^'\\]|\\.)*+'", re.DOTALL),
}
_COMMENTS = re.compile(r"--[^\n]*|/\*.*?\*/", re.DOTALL)


def split_statements(text: str) -> tuple[list[str], str]:
    r"""Cut text into the statements that are complete, and the rest.

    Statements of spaces and comments alone are left out; a rest may be inside a string or a comment.

    >>> split_statements("select ';'; -- done; \nselect 2")
    (["select ';'"], ' -- done; \nselect 2')
    """
    statements = []
    begin = at = 0
    while opening := _OPENING.search(text, at):
        if opening.group() == ";":
            statements.append(text[begin : opening.start()].strip())
            begin = at = opening.end()
            continue
        closing = _find_closing(text, opening)
        if closing is None:
            break
        at = closing.end()
    return [each for each in statements if has_content(each)], text[begin:]


def _find_closing(text: str, opening: re.Match[str]) -> re.Match[str] | None:
    mark = opening.group().lower()
    pattern = re.compile(re.escape(opening.group())) if mark.startswith("$") else _CLOSING[mark]
    return pattern.search(text, opening.end())


def has_content(text: str) -> bool:
    """Whether there is more than spaces and comments.

    >>> has_content(" -- only a remark"), has_content("select '--'")
    (False, True)
    """
    return bool(_COMMENTS.sub("", text).strip())

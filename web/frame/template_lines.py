"""Line breaks in templates are layout, never text, as in JSX: whoever wants a blank writes it within a line."""

from __future__ import annotations

import re
from collections.abc import Iterable

from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

BREAK = re.compile(r"\s*\n\s*")
TAG_EDGE = re.compile(r"<(?=[a-zA-Z/!])|>")


class LayoutLines(Extension):
    """Drops every line break of a template with the blanks around it; inside a tag it stands for one blank.

    Chinese text shows each blank that a browser finds between two inline elements, so templates could otherwise
    not be laid out over several lines."""

    def filter_stream(self, stream: TokenStream) -> Iterable[Token]:
        """The tokens of a template, its text without line breaks."""
        is_in_tag = False
        for token in stream:
            if token.type != "data":
                yield token
                continue
            text, is_in_tag = without_breaks(token.value, is_in_tag)
            if text:
                yield Token(token.lineno, token.type, text)


def without_breaks(text: str, is_in_tag: bool) -> tuple[str, bool]:
    """A piece of template text without its line breaks, and whether it ends inside a tag."""
    parts: list[str] = []
    start = 0
    for edge in TAG_EDGE.finditer(text):
        parts.append(BREAK.sub(" " if is_in_tag else "", text[start : edge.start()]))
        start, is_in_tag = edge.start(), edge.group() == "<"
    parts.append(BREAK.sub(" " if is_in_tag else "", text[start:]))
    return "".join(parts), is_in_tag

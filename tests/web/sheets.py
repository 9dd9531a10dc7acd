"""Reads a spreadsheet as the tests need it: the words in its cells, and whether any is a formula."""

import re
import zipfile
from html import unescape
from io import BytesIO

TEXT = re.compile(r"<t[^>]*>(.*?)</t>", re.S)
CELL = re.compile(r'<c r="([A-Z]+)(\d+)"([^>]*?)(?:/>|>(.*?)</c>)', re.S)


def rows_of(content: bytes) -> list[list[str]]:
    """The first sheet as lists of texts; numbers as written."""
    with zipfile.ZipFile(BytesIO(content)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        shared = book.read("xl/sharedStrings.xml").decode() if "xl/sharedStrings.xml" in book.namelist() else ""
    strings = [unescape("".join(TEXT.findall(one))) for one in re.findall(r"<si>(.*?)</si>", shared, re.S)]
    rows: dict[int, list[str]] = {}
    for _, line, attributes, inner in CELL.findall(sheet):
        value = re.search(r"<v>(.*?)</v>", inner or "")
        text = "" if value is None else value[1]
        rows.setdefault(int(line), []).append(strings[int(text)] if 't="s"' in attributes else text)
    return [rows[number] for number in sorted(rows)]


def has_formula(content: bytes) -> bool:
    with zipfile.ZipFile(BytesIO(content)) as book:
        return "<f>" in book.read("xl/worksheets/sheet1.xml").decode()


def styles_of(content: bytes) -> str:
    """How its cells show what they hold."""
    with zipfile.ZipFile(BytesIO(content)) as book:
        return book.read("xl/styles.xml").decode()

"""Bytes from anywhere to an XML tree: no DOCTYPE, no entities, no network, bounded size, depth and node count."""

from __future__ import annotations

import codecs
import re

from lxml import etree

from engine.checking.texts.files import XML_PROBLEMS
from engine.reading.names import Element, line_of

MAX_BYTES = 5_000_000
MAX_DEPTH = 200
MAX_NODES = 100_000

_NO_MEMORY = (0, etree.ErrorTypes.ERR_NO_MEMORY)
"""What libxml2 reports when an allocation fails, often as an unknown error."""
_DECLARATION = re.compile(r"\A<\?xml\s([^?>]{0,200})\?>")
_ENCODING = re.compile(r"""encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What a file without a mark begins with in these encodings: it cannot declare them in letters that are read before.
_UNMARKED = ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
# Only character sets that cannot hide ASCII markup from the DOCTYPE check; utf-7 and EBCDIC can.
_ENCODINGS = frozenset(
    {
        "utf-8", "ascii", "iso8859-1", "iso8859-2", "iso8859-15", "cp1250", "cp1251", "cp1252",
        "gb2312", "gbk", "gb18030", "big5", "shift_jis", "euc_jp", "euc_kr",
    }
)  # fmt: skip


class NotReadable(Exception):
    """The bytes are not an XML document that is safe to read; `rule` and `params` make the finding."""

    def __init__(self, rule: str, line: int | None = None, **params: object) -> None:
        super().__init__(rule, line, params)
        self.rule = rule
        self.line = line
        self.params = params


def parse_xml(data: bytes) -> Element:
    """The root of the document; raises `NotReadable` when it is too big, too deep, hostile or not XML."""
    if len(data) > MAX_BYTES:
        raise NotReadable("xml.too_big", size=len(data), limit=MAX_BYTES)
    text = decoded(data)
    _refuse_doctype(text)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        remove_pis=True,
        remove_comments=True,
        encoding="utf-8",
    )
    try:
        root = etree.fromstring(text.encode("utf-8"), parser)
    except (etree.XMLSyntaxError, ValueError, UnicodeError) as problem:
        raise _refusal(problem) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise NotReadable("xml.doctype", line=1)
    _refuse_excess(root)
    return root


def _refusal(problem: Exception) -> NotReadable:
    code, line = getattr(problem, "code", None), getattr(problem, "lineno", None)
    if code in _NO_MEMORY:
        return NotReadable("xml.no_memory")
    if code == etree.ErrorTypes.ERR_RESOURCE_LIMIT:
        return NotReadable("xml.too_deep", line=line, limit=MAX_DEPTH)
    told = " ".join(str(getattr(problem, "msg", problem)).split())[:200]
    return NotReadable("xml.not_well_formed", line=line, problem_zh=XML_PROBLEMS.get(code, told), problem_en=told)


def decoded(data: bytes) -> str:
    """The text of an XML file in the encoding that it declares, without the declaration; raises `NotReadable`."""
    mark, encoding = next((known for known in _BYTE_ORDER_MARKS if data.startswith(known[0])), (b"", ""))
    encoding = encoding or next((wide for start, wide in _UNMARKED if data.startswith(start)), "")
    is_wide = bool(encoding)
    if not encoding:
        start = _DECLARATION.match(data[:300].decode("latin-1"))
        named = _ENCODING.search(start[1]) if start else None
        encoding = _known_encoding(named[1] if named else "utf-8")
    if not data.strip():
        raise NotReadable("xml.empty")
    if not is_wide and data.lstrip()[:1] != b"<":
        raise NotReadable("xml.not_xml", line=1)
    text = _text(data[len(mark) :], encoding)
    if text.lstrip()[:1] != "<":
        raise NotReadable("xml.not_xml", line=1)
    return _without_encoding(text)


def _known_encoding(name: str) -> str:
    try:
        encoding = codecs.lookup(name).name
    except LookupError:
        raise NotReadable("xml.encoding_unknown", line=1, encoding=name) from None
    if encoding not in _ENCODINGS:
        raise NotReadable("xml.encoding_unknown", line=1, encoding=name)
    return encoding


def _text(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        raise NotReadable("xml.encoding_wrong", line=line, encoding=encoding) from None


def _without_encoding(text: str) -> str:
    """The declaration would contradict the UTF-8 that the parser is given; its line stays, for the line numbers."""
    start = _DECLARATION.match(text)
    return "\n" * start[0].count("\n") + text[start.end() :] if start else text.lstrip()


def _refuse_doctype(text: str) -> None:
    """Before anything is parsed: a DOCTYPE can only stand before the root element."""
    position = 0
    while (position := text.find("<", position)) >= 0:
        for opening, closing in (("<!--", "-->"), ("<?", "?>")):
            if text.startswith(opening, position):
                end = text.find(closing, position + len(opening))
                if end < 0:
                    return
                position = end + len(closing)
                break
        else:
            if text.startswith("<!", position):
                raise NotReadable("xml.doctype", line=text.count("\n", 0, position) + 1)
            return


def _refuse_excess(root: Element) -> None:
    nodes = 0
    level: list[Element] = [root]
    depth = 0
    while level:
        depth += 1
        nodes += len(level)
        if depth > MAX_DEPTH:
            raise NotReadable("xml.too_deep", line=line_of(level[0]), limit=MAX_DEPTH)
        if nodes > MAX_NODES:
            raise NotReadable("xml.too_many_nodes", limit=MAX_NODES)
        level = [child for element in level for child in element]

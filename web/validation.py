"""What marshmallow says about wrong input, in the language of the reader."""

from __future__ import annotations

import re

# Its sentences are plain English text by the time they get here, so they are known by their wording.
CHINESE: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), chinese)
    for pattern, chinese in (
        (r"Missing data for required field\.", "必填，没有收到这个字段。"),
        (r"Unknown field\.", "没有这个字段，请核对名称。"),
        (r"Field may not be null\.", "不能为 null。"),
        (r"Not a valid string\.", "应为文本。"),
        (r"Not a valid integer\.", "应为整数。"),
        (r"Not a valid number\.", "应为数字。"),
        (r"Not a valid boolean\.", "应为 true 或 false。"),
        (r"Not a valid date\.", "应为日期，例如 2026-10-09。"),
        (r"Not a valid (?:aware )?datetime\.", "应为带时区的时间，例如 2026-10-09T10:00:00+08:00。"),
        (r"Not a valid list\.", "应为列表。"),
        (r"Not a valid mapping type\.", "应为对象（键和值）。"),
        (r"Invalid input type\.", "应为对象（键和值）。"),
        (r"Invalid JSON body\.", "正文不是有效的 JSON。"),
        (r"Must be one of: (.*)\.", r"只能是以下之一：\1。"),
        (r"Must be greater than or equal to (\S+) and less than or equal to (\S+)\.", r"应在 \1 和 \2 之间。"),
        (r"Must be greater than or equal to (\S+)\.", r"不能小于 \1。"),
        (r"Length must be between (\S+) and (\S+)\.", r"长度应在 \1 和 \2 之间。"),
        (r"Shorter than minimum length (\S+)\.", r"不能少于 \1 个字符或一项。"),
        (r"Must be an ETag such as \"7\"\.", '应为读取时返回的 ETag，例如 "7"。'),
        (r"Longer than maximum length (\S+)\.", r"最多 \1 个字符或项。"),
    )
)


def in_words(message: str, language: str) -> str:
    """The sentence in the asked language; one that is not known stays as it is."""
    if language == "en":
        return message
    for pattern, chinese in CHINESE:
        match = pattern.fullmatch(message)
        if match is not None:
            return match.expand(chinese)
    return message

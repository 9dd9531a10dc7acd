"""Form definitions of a bundle (form-js JSON)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any, NoReturn

from engine.checking.finding import Finding


class FormUnreadable(Exception):
    """The text is no form; says why in both languages, and in which line if that is known."""

    def __init__(self, zh: str, en: str, line: int | None = None) -> None:
        super().__init__(en)
        self.texts = {"problem_zh": zh, "problem_en": en}
        self.line = line


@dataclass(slots=True)
class FormsRead:
    """`forms` by their `id`, else by their file's name; `by_file` gives the key of the form in a file of that name."""

    forms: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    by_file: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def read_forms(files: Mapping[str, bytes]) -> FormsRead:
    """All forms of the bundle; unreadable ones are error findings."""
    found = FormsRead()
    for file, data in files.items():
        try:
            form = parse_form(data)
        except FormUnreadable as problem:
            params = {"file": file, **problem.texts}
            found.findings.append(Finding("error", "form.unreadable", None, problem.line, params))
            continue
        key = str(form.get("id") or form_name(file))
        if key in found.forms:
            found.findings.append(Finding("error", "form.twice", None, None, {"file": file, "form": key}))
        found.forms[key] = form
        found.by_file[form_name(file)] = key
    return found


def parse_form(data: str | bytes) -> Mapping[str, Any]:
    """A form-js definition; raises `FormUnreadable` for anything else."""
    try:
        text = data if isinstance(data, str) else data.decode("utf-8-sig")
        form = json.loads(text, parse_constant=_refuse_constant)
        json.dumps(form, ensure_ascii=False, allow_nan=False).encode()
    except json.JSONDecodeError as problem:
        reason = f"第 {problem.lineno} 行第 {problem.colno} 列不是正确的 JSON"
        raise FormUnreadable(reason, str(problem), problem.lineno) from None
    except UnicodeDecodeError:
        raise FormUnreadable("不是 UTF-8 编码", "it is not encoded as UTF-8") from None
    except UnicodeEncodeError:
        raise FormUnreadable("含有不成对的代理字符", "it holds half a character") from None
    except RecursionError:
        raise FormUnreadable("嵌套太深", "it is nested too deeply") from None
    except ValueError as problem:
        # Only a number of thousands of digits is left, or one like 1e999 that would be written as no number at all.
        raise FormUnreadable("含有过大或过长的数", str(problem)[:200]) from None
    if not isinstance(form, dict) or not isinstance(form.get("components"), list):
        raise FormUnreadable("没有 components 列表", "it has no list of components")
    return form


def _refuse_constant(name: str) -> NoReturn:
    raise FormUnreadable(f"{name} 不是 JSON 的数", f"{name} is no JSON number")


def form_name(file: str) -> str:
    name = PurePosixPath(file).name
    return name.removesuffix(".json").removesuffix(".form")

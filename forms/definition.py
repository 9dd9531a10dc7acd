"""From form-js JSON to a `Form`. What cannot be enforced on the server is refused by name, never ignored."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, NoReturn

from forms.errors import FormRefused, quote
from forms.parts import (
    REQUIRED_FOR,
    Checks,
    Field,
    Form,
    Group,
    Kind,
    ListOf,
    Option,
    Part,
    Special,
    personal_paths,
    read_outcomes,
    walk_fields,
    written_variables,
)
from forms.paths import Claims, parse_key
from forms.patterns import PatternRefused, compile_pattern

__all__ = ["Field", "Form", "personal_paths", "read_form", "walk_fields", "written_variables"]

NEWEST_SCHEMA = 19
MOST_BYTES = 512 * 1024
MOST_COMPONENTS = 500
MOST_OPTIONS = 2000
MOST_LEVELS = 8

SILENT = frozenset({"text", "separator", "spacer", "button"})
REFUSED: dict[str, tuple[str, str]] = {
    "html": ("它会在页面上执行别处来的网页代码", "it would put foreign HTML into the page"),
    "iframe": ("页面不载入外部内容", "pages load no foreign content"),
    "image": ("页面不载入外部图片", "pages load no foreign pictures"),
    "table": ("表格的内容来自表达式，服务器无法核对", "its content comes from an expression"),
    "expression": (
        "算出来的值服务器无法核对，请用决策表或脚本任务",
        "a computed value cannot be checked",
    ),
    "filepicker": ("附件在办理页单独上传", "files are attached on the task page"),
    "documentPreview": ("附件在办理页查看", "files are shown on the task page"),
}
UNKNOWN_TYPE = ("不认识这个类型", "the type is unknown")
NO_EXPRESSIONS = ("服务器不计算这里的表达式，请写定值", "an expression is not evaluated here; write a value")
NO_CONDITION = ("条件要写成以 = 开头的表达式", "a condition is an expression that begins with =")
WRONG_SHAPE = ("写法不对", "it has the wrong shape")
CHOICES = frozenset({Kind.SELECT, Kind.RADIO, Kind.CHECKLIST, Kind.TAGLIST})
SPECIAL_TEXTS = frozenset({Special.ID_NUMBER, Special.CREDIT_CODE, Special.PHONE, Special.PERSON_NAME})
VALIDATION_TYPES = frozenset({"", "custom", "email", "phone"})


def read_form(data: Mapping[str, Any] | str | bytes) -> Form:
    """The form in a form-js file (schema version ≤ 19), as text or already parsed.

    Raises `FormRefused` naming the component: unsupported types, values no data could satisfy, expressions where the
    server needs a value, two components for one key, more than 500 components or 8 levels.
    """
    source = _parse(data) if isinstance(data, str | bytes) else _as_read(data)
    if not isinstance(source.get("components"), list) or source.get("type", "default") != "default":
        raise FormRefused("form.not_a_form")
    version = source.get("schemaVersion", 1)
    if not isinstance(version, int) or version > NEWEST_SCHEMA:
        raise FormRefused("form.version_too_new", version=quote(version), newest=NEWEST_SCHEMA)
    canonical = _canonical(source)
    reader = _Reader()
    parts = reader.parts(source["components"], (), Claims(), level=1)
    return Form(
        id=str(source.get("id", "")),
        parts=parts,
        source=source,
        content_hash=hashlib.sha256(canonical).hexdigest(),
    )


def _parse(text: str | bytes) -> dict[str, Any]:
    if len(text) > MOST_BYTES:
        raise FormRefused("form.too_large", what=("文件", "the file"), limit="512 KB")
    try:
        source = json.loads(text, parse_constant=_no_constant)
    except json.JSONDecodeError as problem:
        raise FormRefused("form.not_json", line=problem.lineno, reason=("写法不对", problem.msg)) from problem
    except (ValueError, RecursionError) as problem:
        raise FormRefused("form.not_json", line=1, reason=("有不能用的数或嵌套太深", str(problem))) from problem
    if not isinstance(source, dict):
        raise FormRefused("form.not_a_form")
    return source


def _canonical(source: Mapping[str, Any]) -> bytes:
    try:
        return json.dumps(source, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
    except UnicodeEncodeError as problem:
        reason = ("含有不成对的代理字符", "it holds half a character")
        raise FormRefused("form.not_json", line=1, reason=reason) from problem
    except ValueError as problem:
        raise FormRefused("form.not_json", line=1, reason=("含有过大的数", str(problem))) from problem


def _as_read(data: Mapping[str, Any]) -> dict[str, Any]:
    # Forms that come from the database carry exact decimals; reading the text gives the same form as a file does.
    return _parse(json.dumps(dict(data), ensure_ascii=False, default=_number))


def _number(value: Any) -> float:
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(f"{type(value).__name__} is not JSON")


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON number")


class _Reader:
    """Counts components while it walks down."""

    def __init__(self) -> None:
        self.seen = 0

    def parts(self, components: Any, prefix: tuple[str, ...], claims: Claims, level: int) -> tuple[Part, ...]:
        if not isinstance(components, list):
            raise FormRefused("form.not_a_form")
        if level > MOST_LEVELS:
            raise FormRefused("form.too_large", what=("层数", "nesting"), limit=MOST_LEVELS)
        read = (self._part(one, prefix, claims, level) for one in components)
        return tuple(part for part in read if part is not None)

    def _part(self, raw: Any, prefix: tuple[str, ...], claims: Claims, level: int) -> Part | None:
        self.seen += 1
        if self.seen > MOST_COMPONENTS:
            raise FormRefused("form.too_large", what=("组件数", "the number of components"), limit=MOST_COMPONENTS)
        if not isinstance(raw, dict):
            raise FormRefused("form.not_a_form")
        one = _Component(raw)
        match one.type:
            case "group":
                path = prefix + one.own_path(is_required=False)
                return Group(
                    path, one.label, self.parts(raw.get("components", []), path, claims, level + 1), one.hide()
                )
            case "dynamiclist":
                path = prefix + one.own_path(is_required=True)
                claims.claim(path, one.name)
                rows = self.parts(raw.get("components", []), (), Claims(), level + 1)
                return ListOf(path, one.label, rows, one.hide())
            case kind if kind in SILENT:
                return None
            case kind if kind in REFUSED or kind not in {*Kind}:
                reason = REFUSED.get(kind, UNKNOWN_TYPE)
                raise FormRefused("form.component_unsupported", element=one.name, type=quote(kind), reason=reason)
        path = prefix + parse_key(raw.get("key"), one.name, one.type)
        claims.claim(path, one.name)
        return one.field(path)


class _Component:
    """One component of the file, with refusals that name it."""

    def __init__(self, raw: dict[str, Any]) -> None:
        self.raw = raw
        self.type = str(raw.get("type", ""))
        name = raw.get("key") or raw.get("path") or raw.get("label") or raw.get("id") or "?"
        self.name = quote(name)
        label = raw.get("label") or raw.get("dateLabel") or raw.get("dateTimeLabel") or raw.get("timeLabel")
        self.label = str(label or name)

    def own_path(self, *, is_required: bool) -> tuple[str, ...]:
        path = self.raw.get("path")
        return parse_key(path, self.name, self.type) if path or is_required else ()

    def field(self, path: tuple[str, ...]) -> Field:
        kind = self._kind()
        return Field(
            path=path,
            kind=kind,
            label=self.label,
            checks=self._checks(),
            special=self._special(kind),
            options=self._options(kind),
            values_key=self._text("valuesKey"),
            hide=self.hide(),
            is_locked=self.raw.get("disabled") is True or self.raw.get("readonly") is True,
            locked_if=self._expression("readonly", self.raw.get("readonly")),
            required_for=read_outcomes(self._properties().get(REQUIRED_FOR, "")),
            refuse_if=self._expression("banjian:refuseIf", self._properties().get("banjian:refuseIf")),
            refusal=self._refusal(),
            decimal_digits=self._whole("decimalDigits", self.raw),
            step=self._number("increment", self.raw),
            keeps_number_as_text=self.raw.get("serializeToString") is True,
            refuses_past=self.raw.get("disallowPassedDates") is True,
            continues=self._continues(),
            properties=self._properties(),
        )

    def hide(self) -> str | None:
        conditional = self.raw.get("conditional")
        if conditional is None:
            return None
        if not isinstance(conditional, dict):
            self.refuse("conditional", WRONG_SHAPE)
        return self._expression("conditional.hide", conditional.get("hide"))

    def refuse(self, name: str, reason: tuple[str, str]) -> NoReturn:
        raise FormRefused("form.component_invalid", element=self.name, type=self.type, property=name, reason=reason)

    def _kind(self) -> Kind:
        if self.type != "datetime":
            return Kind(self.type)
        subtype = self.raw.get("subtype", "date")
        if subtype not in ("date", "time", "datetime"):
            self.refuse("subtype", UNKNOWN_TYPE)
        return Kind(subtype)

    def _checks(self) -> Checks:
        raw = self.raw.get("validate", {})
        if not isinstance(raw, dict):
            self.refuse("validate", WRONG_SHAPE)
        # The editor writes "custom" beside a pattern; without one, it means nothing more.
        validation_type = raw.get("validationType") or ""
        if validation_type not in VALIDATION_TYPES:
            self.refuse("validate.validationType", UNKNOWN_TYPE)
        return Checks(
            required=self._is_required(raw),
            min_length=self._whole("minLength", raw),
            max_length=self._whole("maxLength", raw),
            minimum=self._number("min", raw),
            maximum=self._number("max", raw),
            pattern=self._pattern(raw.get("pattern")),
            pattern_message=raw.get("patternErrorMessage") or None,
            validation_type=validation_type if validation_type in ("email", "phone") else None,
        )

    def _is_required(self, raw: Mapping[str, Any]) -> bool:
        if raw.get("required") not in (None, "", False, True):
            self.refuse("validate.required", NO_EXPRESSIONS)
        return raw.get("required") is True

    def _pattern(self, raw: Any) -> Any:
        if raw in (None, ""):
            return None
        if not isinstance(raw, str):
            self.refuse("validate.pattern", WRONG_SHAPE)
        try:
            return compile_pattern(raw)
        except PatternRefused as problem:
            self.refuse("validate.pattern", problem.reason)

    def _special(self, kind: Kind) -> Special | None:
        raw = self._properties().get("banjian:type")
        if raw is None:
            return None
        if raw not in {*Special}:
            self.refuse("banjian:type", (f"不认识“{quote(raw)}”", f"“{quote(raw)}” is unknown"))
        special = Special(raw)
        fitting = {Kind.TEXTFIELD} if special in SPECIAL_TEXTS else {Kind.TEXTFIELD, Kind.NUMBER}
        if kind not in fitting:
            self.refuse(
                "banjian:type",
                ("只能用在文本框上（金额也可用数字框）", "it fits text fields (money also numbers)"),
            )
        return special

    def _refusal(self) -> tuple[str, str]:
        """The sentence in both languages, divided by a bar."""
        said = [one.strip() for one in self._properties().get("banjian:refusal", "").split("|")]
        wants = self._properties().get("banjian:refuseIf") is not None
        if wants and (len(said) != len(("zh", "en")) or not all(said)):
            self.refuse("banjian:refusal", ("要有“中文 | English”两句", "it needs two sentences, “中文 | English”"))
        return (said[0], said[1]) if wants else ("", "")

    def _continues(self) -> bool:
        raw = self._properties().get("banjian:continues", "false")
        if raw not in ("true", "false"):
            self.refuse("banjian:continues", ("只能是 true 或 false", "it is true or false"))
        return raw == "true"

    def _options(self, kind: Kind) -> tuple[Option, ...]:
        if kind not in CHOICES:
            return ()
        if self.raw.get("valuesExpression"):
            self.refuse("valuesExpression", NO_EXPRESSIONS)
        raw = self.raw.get("values")
        if raw is None and self.raw.get("valuesKey"):
            return ()
        if not isinstance(raw, list) or not raw or len(raw) > MOST_OPTIONS:
            self.refuse("values", (f"要有 1 至 {MOST_OPTIONS} 个选项", f"it needs 1 to {MOST_OPTIONS} options"))
        options = tuple(self._option(one) for one in raw)
        if len({(type(one.value), one.value) for one in options}) < len(options):
            self.refuse("values", ("有两个选项的值相同", "two options have the same value"))
        return options

    def _option(self, raw: Any) -> Option:
        option = read_option(raw)
        if option is None:
            self.refuse("values", WRONG_SHAPE)
        return option

    def _properties(self) -> dict[str, str]:
        raw = self.raw.get("properties", {})
        if not isinstance(raw, dict):
            self.refuse("properties", WRONG_SHAPE)
        return {str(name): str(value) for name, value in raw.items()}

    def _expression(self, name: str, raw: Any) -> str | None:
        """The FEEL text without the leading `=` of form-js, without which the browser takes no notice of it."""
        if raw in (None, "", False) or (raw is True and name == "readonly"):
            return None
        if not isinstance(raw, str) or not raw.startswith("=") or not raw.lstrip("= \t\n"):
            self.refuse(name, NO_CONDITION)
        return raw.removeprefix("=").strip()

    def _text(self, name: str) -> str | None:
        raw = self.raw.get(name)
        if raw in (None, ""):
            return None
        if not isinstance(raw, str):
            self.refuse(name, WRONG_SHAPE)
        return raw

    def _whole(self, name: str, holder: Mapping[str, Any]) -> int | None:
        number = self._number(name, holder)
        if number is None:
            return None
        if number != number.to_integral_value() or not 0 <= number <= 100_000:
            self.refuse(name, ("应是不太大的整数", "it must be a whole number that is not too large"))
        return int(number)

    def _number(self, name: str, holder: Mapping[str, Any]) -> Decimal | None:
        raw = holder.get(name)
        if raw in (None, "") or isinstance(raw, bool):
            return None
        if isinstance(raw, str) and raw.lstrip().startswith("="):
            self.refuse(name, NO_EXPRESSIONS)
        try:
            number = Decimal(str(raw))
        except InvalidOperation:
            self.refuse(name, ("不是数字", "it is not a number"))
        if not number.is_finite() or abs(number.adjusted()) > 30:
            self.refuse(name, ("不是数字", "it is not a number"))
        return number


def read_option(raw: Any) -> Option | None:
    """One option, given as a plain value or as {value, label}; None if it is neither."""
    if isinstance(raw, str | int | float):
        return Option(raw, str(raw))
    if not isinstance(raw, dict):
        return None
    value = raw.get("value", raw.get("label"))
    return Option(value, str(raw.get("label", value))) if isinstance(value, str | int | float) else None

"""Built-in functions on contexts (DMN 10.3.4.8), and Camunda's questions about presence."""

from typing import Any

from engine.expressions.feel.built_in import Table
from engine.expressions.frame import Frame

CONTEXTS = Table()


@CONTEXTS.add("get value", "m: context, key: string", "context: context, key: string")
def get_value(context: dict[str, Any], key: str) -> Any:
    return context.get(key)


@CONTEXTS.add("get value", "context: context, keys: list")
def get_nested(context: dict[str, Any], keys: list[Any]) -> Any:
    value: Any = context
    for key in keys:
        if not isinstance(value, dict) or not isinstance(key, str):
            return None
        value = value.get(key)
    return value


@CONTEXTS.add("get entries", "m: context", "context: context")
def get_entries(context: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"key": key, "value": value} for key, value in context.items()]


@CONTEXTS.add("context", "entries: list")
def a_context(entries: list[Any]) -> dict[str, Any] | None:
    """Null when an entry lacks `key` or `value`, the key is no string, or a key comes twice."""
    result: dict[str, Any] = {}
    for entry in entries:
        if not isinstance(entry, dict) or not {"key", "value"} <= entry.keys():
            return None
        key = entry["key"]
        if not isinstance(key, str) or key in result:
            return None
        result[key] = entry["value"]
    return result


@CONTEXTS.add("context put", "context: context, key: string, value: any", takes_frame=True)
def context_put(frame: Frame, context: dict[str, Any], key: str, value: Any) -> dict[str, Any]:
    frame.root.budget.grow(len(context) + 1)
    return {**context, key: value}


@CONTEXTS.add("context put", "context: context, keys: list, value: any", takes_frame=True)
def context_put_nested(frame: Frame, context: dict[str, Any], keys: list[Any], value: Any) -> dict[str, Any] | None:
    if not keys or not all(isinstance(key, str) for key in keys):
        return None
    path: list[dict[str, Any]] = [context]
    for key in keys[:-1]:
        below = path[-1].get(key, {})
        if not isinstance(below, dict):
            return None
        path.append(below)
    for level, key in zip(reversed(path), reversed(keys), strict=True):
        frame.root.budget.grow(len(level) + 1)
        value = {**level, key: value}
    return value  # type: ignore[no-any-return]


@CONTEXTS.add("context merge", "contexts: list", takes_frame=True)
def context_merge(frame: Frame, contexts: list[Any]) -> dict[str, Any] | None:
    if not all(isinstance(context, dict) for context in contexts):
        return None
    frame.root.budget.grow(sum(len(context) for context in contexts))
    return {key: value for context in contexts for key, value in context.items()}


@CONTEXTS.add("is defined", "value: any")
def is_defined(value: Any) -> bool:
    return value is not None


@CONTEXTS.add("get or else", "value: any, default: any")
def get_or_else(value: Any, default: Any) -> Any:
    return default if value is None else value


@CONTEXTS.add("is empty", "value: any")
def is_empty(value: Any) -> bool | None:
    return not value if isinstance(value, list | dict | str) else None

"""The case document while one command runs: reading through scopes, writing, undoing what a fault began."""

from collections import ChainMap
from collections.abc import Iterable, Mapping, MutableMapping, Sequence
from typing import Any

from engine.contract import Change, Document
from engine.running.values import same

_MISSING: Any = object()


class Variables:
    """Scopes by path, copied on their first write, so that the caller's document stays as it was."""

    def __init__(self, document: Document, facts: Mapping[str, Any]) -> None:
        self._scopes: dict[str, Mapping[str, Any]] = dict(document)
        self._own: set[str] = set()
        self._facts = facts
        self._log: list[tuple[str, str, Any, Any]] = []
        self._untold: set[int] = set()

    def visible(self, paths: Iterable[str], *first: Mapping[str, Any]) -> Mapping[str, Any]:
        """What an expression sees: `first`, then the scopes innermost first, then the facts."""
        maps: list[Any] = [*first]
        maps.extend(self._scopes[path] for path in paths if path in self._scopes)
        maps.append(self._facts)
        return ChainMap(*maps)

    def scope(self, path: str) -> Mapping[str, Any]:
        return self._scopes.get(path, {})

    def home_of(self, name: str, paths: Sequence[str]) -> str:
        """The nearest of the paths that already has the variable, else the last one."""
        for path in paths:
            if name in self._scopes.get(path, ()):
                return path
        return paths[-1]

    def write(self, path: str, name: str, value: Any) -> None:
        scope = self._writable(path)
        self._log.append((path, name, scope.get(name, _MISSING), value))
        scope[name] = value

    def derive(self, path: str, name: str, value: Any) -> None:
        """As `write`, for what follows from other data (items, counters, results so far) and is no change to tell.

        Told with every completion, the results of n reviewers would fill the history n² times.
        """
        self._untold.add(len(self._log))
        self.write(path, name, value)

    def close(self, path: str) -> bool:
        """Forget a scope that has ended; whether it had any variable."""
        self._own.discard(path)
        return bool(self._scopes.pop(path, None))

    def mark(self) -> int:
        return len(self._log)

    def undo(self, mark: int) -> None:
        """Take back every write since the mark."""
        while len(self._log) > mark:
            path, name, before, _ = self._log.pop()
            self._untold.discard(len(self._log))
            scope = self._writable(path)
            if before is _MISSING:
                del scope[name]
            else:
                scope[name] = before

    def changes(self) -> tuple[Change, ...]:
        """Every write in order; a variable that kept its value is left out."""
        return tuple(
            Change(path, name, after)
            for place, (path, name, before, after) in enumerate(self._log)
            if place not in self._untold and (before is _MISSING or not same(before, after))
        )

    def document(self) -> Document:
        return {path: scope for path, scope in self._scopes.items() if scope or path == ""}

    def _writable(self, path: str) -> MutableMapping[str, Any]:
        if path not in self._own:
            self._scopes[path] = dict(self._scopes.get(path, {}))
            self._own.add(path)
        scope: Any = self._scopes[path]
        return scope  # type: ignore[no-any-return]

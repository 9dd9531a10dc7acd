"""The repository's Python files as syntax trees, for tests that read the code instead of running it."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
PRODUCT_FOLDERS = ("engine", "casework", "forms", "processes", "web", "migrations")
PRODUCT_FILES = ("app.py", "worker.py", "settings.py")
NOT_OURS = ("node_modules", "static", "__pycache__")

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Source:
    """One Python file."""

    path: Path

    @property
    def place(self) -> str:
        """The path from the repository's root, with slashes."""
        return self.path.relative_to(REPOSITORY).as_posix()

    @property
    def module(self) -> str:
        return self.place.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, filename=self.place)

    @property
    def functions(self) -> Iterator[Function]:
        return (node for node in ast.walk(self.tree) if isinstance(node, Function))

    @property
    def classes(self) -> Iterator[ast.ClassDef]:
        return (node for node in ast.walk(self.tree) if isinstance(node, ast.ClassDef))

    @property
    def imports(self) -> Iterator[tuple[int, str]]:
        """(line, full dotted name) of everything imported anywhere in the file; `from a import b` gives `a.b`."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from ((node.lineno, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield from ((node.lineno, f"{self._absolute(node)}.{alias.name}") for alias in node.names)

    @property
    def imported_while_running(self) -> Iterator[str]:
        """What is really loaded: names that only the type checker reads (`if TYPE_CHECKING:`) are left out."""
        type_only = [node for node in ast.walk(self.tree) if isinstance(node, ast.If) and _is_type_checking(node.test)]
        lines = {line for node in type_only for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)}
        return (name for line, name in self.imports if line not in lines)

    @property
    def calls(self) -> Iterator[tuple[int, str]]:
        """(line, dotted name) of every call whose callee is a plain or dotted name; `x().commit()` gives `.commit`."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call):
                yield node.lineno, dotted(node.func)

    def _absolute(self, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        package = self.module.split(".")
        depth = len(package) - node.level + (self.path.name == "__init__.py")
        return ".".join([*package[:depth], *([node.module] if node.module else [])])


def _is_type_checking(test: ast.expr) -> bool:
    return dotted(test).rpartition(".")[2] == "TYPE_CHECKING"


def dotted(node: ast.expr) -> str:
    """The name as written; what is not a name stands as nothing before the dot."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=attribute):
            return f"{dotted(value)}.{attribute}"
        case _:
            return ""


@lru_cache
def product_sources() -> tuple[Source, ...]:
    """Everything that runs in an installation."""
    folders = (path for folder in PRODUCT_FOLDERS for path in sorted((REPOSITORY / folder).rglob("*.py")))
    files = (REPOSITORY / name for name in PRODUCT_FILES)
    return tuple(Source(path) for path in (*files, *folders) if path.exists() and not set(path.parts) & set(NOT_OURS))


@lru_cache
def proving_sources() -> tuple[Source, ...]:
    """Tests and benchmarks."""
    folders = ("tests", "benchmarks")
    return tuple(Source(path) for folder in folders for path in sorted((REPOSITORY / folder).rglob("*.py")))


def length(node: Function | ast.ClassDef) -> int:
    """Lines from `def` or `class` to the end; a decorator's table of examples is data and does not count."""
    return (node.end_lineno or node.lineno) - node.lineno + 1

"""Compiling files from anywhere in a child process that may die: the server pays no more than seconds and megabytes.

The child limits itself after its imports (processor time, wall clock, address space); the kernel ends it, even inside
C code. `python -m engine.guarded` is the child: files in on stdin, one status byte and what was compiled out.
"""

from __future__ import annotations

import base64
import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from engine.checking.finding import Finding
from engine.compiling import Compiled, compile_bundle
from engine.reading.bundle import MAX_BUNDLE_BYTES, MAX_FILES
from engine.reading.census import Census
from engine.transfer import NotCompiled, pack, unpack

SECONDS = 5
"""Of processor time."""
BUSY = 4
"""How many times longer they may take by the clock when other work runs beside."""
MEGABYTES = 500
STARTING_SECONDS = 30
"""How long a busy machine may take to start the child and import everything; not part of the five seconds."""

_DONE, _NO_MEMORY, _FAILED = b"R", b"M", b"F"
_OUT_OF_TIME = frozenset({-signal.SIGPROF, -signal.SIGALRM, -signal.SIGXCPU})


def compile_bundle_guarded(
    files: Mapping[str, bytes],
    *,
    key: str | None = None,
    known_variables: Iterable[str] = (),
    operations: Iterable[str] | None = None,
    documents: Iterable[str] | None = None,
    seconds: float = SECONDS,
    megabytes: int = MEGABYTES,
) -> Compiled:
    """As `compile_bundle`, in a child process with limits; what exceeds them gives a finding. Safe in threads."""
    if len(files) > MAX_FILES or sum(map(len, files.values())) > MAX_BUNDLE_BYTES:
        return compile_bundle(files, key=key)
    order = json.dumps(
        {
            "files": {name: base64.b64encode(data).decode("ascii") for name, data in files.items()},
            "key": key,
            "known_variables": sorted(known_variables),
            "operations": None if operations is None else sorted(operations),
            "documents": None if documents is None else sorted(documents),
            "seconds": seconds,
            "megabytes": megabytes,
        }
    )
    return _outcome(*_run_child(order.encode(), STARTING_SECONDS + seconds * BUSY), seconds, megabytes)


def _run_child(order: bytes, seconds: float) -> tuple[int, bytes]:
    """Exit status (as of a signal: negative) and output of the child."""
    root = Path(__file__).resolve().parents[1]
    with subprocess.Popen(
        [sys.executable, "-m", "engine.guarded"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=root,
        env={"PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1", "PATH": os.environ.get("PATH", "")},
        start_new_session=True,
    ) as child:
        try:
            output, _ = child.communicate(order, timeout=seconds)
        except subprocess.TimeoutExpired:
            child.kill()
            child.communicate()
            return -signal.SIGALRM, b""
        return child.returncode, output


def _outcome(status: int, output: bytes, seconds: float, megabytes: int) -> Compiled:
    if status in _OUT_OF_TIME:
        return _refused("reading.too_long", seconds=seconds)
    if output[:1] == _NO_MEMORY or status == -signal.SIGKILL:
        return _refused("reading.too_much_memory", megabytes=megabytes)
    if status == 0 and output[:1] == _DONE:
        try:
            return unpack(output[1:])
        except NotCompiled as problem:
            return _refused("reading.failed", problem=str(problem)[:200])
    return _refused("reading.failed", problem=output[1:].decode("utf-8", "replace")[:200] or f"exit status {status}")


def _refused(rule: str, **params: object) -> Compiled:
    return Compiled(None, (Finding("error", rule, None, None, params),), Census())


def _child() -> int:
    order = json.loads(sys.stdin.buffer.read())
    files = {name: base64.b64decode(text) for name, text in order["files"].items()}
    _limit(order["seconds"], order["megabytes"])
    try:
        more = {name: order[name] for name in ("key", "known_variables", "operations", "documents")}
        answer = _DONE + pack(compile_bundle(files, **more))
    except MemoryError:
        answer = _NO_MEMORY
    except Exception as problem:
        answer = _FAILED + f"{type(problem).__name__}: {problem}".encode()
    sys.stdout.buffer.write(answer)
    sys.stdout.buffer.flush()
    return 0


def _limit(seconds: float, megabytes: int) -> None:
    """Processor time is what a file may cost; the wall clock only ends what would sleep or wait."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    processor = int(used.ru_utime + used.ru_stime + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (processor, processor + 1))
    resource.setrlimit(resource.RLIMIT_AS, (megabytes * 1_000_000, megabytes * 1_000_000))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for number, timer, after in (
        (signal.SIGPROF, signal.ITIMER_PROF, seconds),
        (signal.SIGALRM, signal.ITIMER_REAL, seconds * BUSY),
    ):
        signal.signal(number, signal.SIG_DFL)
        signal.setitimer(timer, after)


if __name__ == "__main__":
    raise SystemExit(_child())

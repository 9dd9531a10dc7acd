"""What the environment tells Banjian: one frozen value, read once by a door and handed on.

No other module reads `os.environ`. A wrong value stops the start with the name of the variable and what it may be.
"""

import base64
import binascii
import os
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

KEY_BYTES = 32
LANGUAGES = ("zh", "en")
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
ENVIRONMENTS = ("development", "production")

Value = TypeVar("Value")


class SettingRefused(ValueError):
    """A variable of the environment has a value that cannot be used, or is missing where it must be set."""

    def __init__(self, variable: str, reason: str) -> None:
        super().__init__(f"{variable}: {reason}")
        self.variable = variable
        self.reason = reason


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Everything that differs between two installations."""

    environment: str
    database_url: str
    var_dir: Path
    files_dir: Path
    # Signs session cookies and one-time form keys.
    secret_key: str = field(repr=False)
    # Encrypts personal identifiers and keys their search hashes. Lost key = lost identifiers.
    data_key: bytes = field(repr=False)
    host: str = "127.0.0.1"
    port: int = 8000
    threads: int = 8
    # What people type to get here, told at the start; empty = host and port.
    public_url: str = ""
    # Number of proxies in front whose X-Forwarded-* headers are believed.
    proxies: int = 0
    session_idle: timedelta = timedelta(minutes=30)
    session_lifetime: timedelta = timedelta(hours=12)
    # What hashing a password costs (Argon2id, first choice of OWASP); tests take less.
    password_memory_kib: int = 46 * 1024
    password_rounds: int = 1
    upload_bytes: int = 20 * 1024 * 1024
    diagram_bytes: int = 5 * 1024 * 1024
    language: str = "zh"
    timezone: str = "Asia/Shanghai"
    # The demo centre: first password change is not forced and the demo logins are printed.
    demo: bool = False
    # The worker runs inside `serve`; right for SQLite, and for one host.
    embedded_worker: bool = True
    log_level: str = "INFO"

    @property
    def is_production(self) -> bool:
        return self.environment == "production"

    @classmethod
    def from_environment(cls, env: Mapping[str, str]) -> "Settings":
        """The settings that the `BANJIAN_*` variables of `env` describe.

        Outside production missing keys are generated once under `var/keys` (mode 0600), so a second start reads the
        same data. Raises `SettingRefused` naming the variable.
        """
        environment = _one_of(ENVIRONMENTS)("BANJIAN_ENV", env.get("BANJIAN_ENV", "development"))
        var_dir = Path(env.get("BANJIAN_VAR_DIR") or "var").absolute()
        keys = _Keys(env, var_dir / "keys", is_production=environment == "production")
        read = _Reader(env)
        database_url = read("BANJIAN_DATABASE_URL", _database_url, f"sqlite:///{var_dir / 'banjian.db'}")
        return cls(
            environment=environment,
            database_url=database_url,
            var_dir=var_dir,
            files_dir=Path(env.get("BANJIAN_FILES_DIR") or var_dir / "files").absolute(),
            secret_key=keys.text("BANJIAN_SECRET_KEY", "secret"),
            data_key=keys.bytes_of("BANJIAN_DATA_KEY", "data"),
            host=env.get("BANJIAN_HOST") or cls.host,
            port=read("BANJIAN_PORT", _whole_number(1, 65535), cls.port),
            threads=read("BANJIAN_THREADS", _whole_number(1, 256), cls.threads),
            public_url=read("BANJIAN_PUBLIC_URL", _web_address, cls.public_url),
            proxies=read("BANJIAN_PROXIES", _whole_number(0, 10), cls.proxies),
            session_idle=read("BANJIAN_SESSION_IDLE_MINUTES", _minutes, cls.session_idle),
            session_lifetime=read("BANJIAN_SESSION_LIFETIME_MINUTES", _minutes, cls.session_lifetime),
            password_memory_kib=read("BANJIAN_PASSWORD_MEMORY_KIB", _whole_number(8, 2**22), cls.password_memory_kib),
            password_rounds=read("BANJIAN_PASSWORD_ROUNDS", _whole_number(1, 100), cls.password_rounds),
            upload_bytes=read("BANJIAN_UPLOAD_BYTES", _whole_number(1024, 2**31), cls.upload_bytes),
            diagram_bytes=read("BANJIAN_DIAGRAM_BYTES", _whole_number(1024, 2**28), cls.diagram_bytes),
            language=read("BANJIAN_LANGUAGE", _one_of(LANGUAGES), cls.language),
            demo=read("BANJIAN_DEMO", _yes_or_no, cls.demo),
            embedded_worker=read("BANJIAN_EMBEDDED_WORKER", _yes_or_no, database_url.startswith("sqlite")),
            log_level=read("BANJIAN_LOG_LEVEL", _one_of(LOG_LEVELS), cls.log_level),
        )


class _Reader:
    """Reads one variable with one rule; an empty value counts as not set."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self._env = env

    def __call__(self, variable: str, rule: Callable[[str, str], Value], otherwise: Value) -> Value:
        raw = self._env.get(variable, "").strip()
        return rule(variable, raw) if raw else otherwise


class _Keys:
    """Secrets from the environment, or, outside production, from files made on first use."""

    def __init__(self, env: Mapping[str, str], folder: Path, *, is_production: bool) -> None:
        self._env = env
        self._folder = folder
        self._is_production = is_production

    def text(self, variable: str, name: str) -> str:
        value = self._env.get(variable, "").strip() or self._from_file(variable, name)
        if len(value) < KEY_BYTES:
            raise SettingRefused(variable, f"needs at least {KEY_BYTES} characters, has {len(value)}")
        return value

    def bytes_of(self, variable: str, name: str) -> bytes:
        value = self._env.get(variable, "").strip() or self._from_file(variable, name)
        try:
            key = base64.urlsafe_b64decode(value + "=" * (-len(value) % 4))
        except (binascii.Error, ValueError):
            raise SettingRefused(variable, "is not base64") from None
        if len(key) != KEY_BYTES:
            raise SettingRefused(variable, f"needs {KEY_BYTES} bytes in base64, has {len(key)}")
        return key

    def _from_file(self, variable: str, name: str) -> str:
        if self._is_production:
            raise SettingRefused(
                variable,
                "must be set when BANJIAN_ENV=production. Make one with: "
                "python -c 'import secrets; print(secrets.token_urlsafe(32))', and keep a copy outside this machine",
            )
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self._folder / name
        if not path.exists():
            draft = self._folder / f"{name}.{os.getpid()}"
            with os.fdopen(os.open(draft, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "w", encoding="ascii") as file:
                file.write(secrets.token_urlsafe(KEY_BYTES))
            # A link appears whole and only once: of two processes that start together, both read the first key.
            with suppress(FileExistsError):
                os.link(draft, path)
            draft.unlink()
        return path.read_text(encoding="ascii").strip()


def _database_url(variable: str, raw: str) -> str:
    try:
        _ = urlsplit(raw).port
    except ValueError:
        # The address may hold a password, so it is not repeated.
        raise SettingRefused(variable, "is no address such as postgresql://user@host:5432/name") from None
    if raw.startswith(("sqlite:///", "postgresql+psycopg://")):
        return raw
    for plain in ("postgresql://", "postgres://"):
        if raw.startswith(plain):
            return "postgresql+psycopg://" + raw.removeprefix(plain)
    raise SettingRefused(variable, "must begin with sqlite:/// or postgresql://")


def _web_address(variable: str, raw: str) -> str:
    if not raw.startswith(("http://", "https://")):
        raise SettingRefused(variable, f"must begin with http:// or https://, is {raw!r}")
    return raw.rstrip("/")


def _whole_number(least: int, most: int) -> Callable[[str, str], int]:
    def rule(variable: str, raw: str) -> int:
        if not raw.isascii() or not raw.isdigit() or not least <= int(raw) <= most:
            raise SettingRefused(variable, f"must be a whole number from {least} to {most}, is {raw!r}")
        return int(raw)

    return rule


def _minutes(variable: str, raw: str) -> timedelta:
    return timedelta(minutes=_whole_number(1, 60 * 24 * 30)(variable, raw))


def _one_of(choices: tuple[str, ...]) -> Callable[[str, str], str]:
    def rule(variable: str, raw: str) -> str:
        if raw not in choices:
            raise SettingRefused(variable, f"must be one of {', '.join(choices)}, is {raw!r}")
        return raw

    return rule


def _yes_or_no(variable: str, raw: str) -> bool:
    return _one_of(("1", "true", "yes", "0", "false", "no"))(variable, raw.lower()) in ("1", "true", "yes")

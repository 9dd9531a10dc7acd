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
LONGEST_NUMBER = 20

Value = TypeVar("Value")


class SettingRefused(ValueError):
    """A variable of the environment has a value that cannot be used, or is missing where it must be set."""

    def __init__(self, variable: str, zh: str, en: str) -> None:
        super().__init__(f"{variable}: {en}")
        self.variable = variable
        self.reasons = {"zh": zh, "en": en}

    def in_language(self, language: str) -> str:
        """The sentence in `zh` or `en`, with the variable before it."""
        return f"{self.variable}: {self.reasons[language]}"


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
            zh, en = "至少要有 {} 个字符，现有 {} 个", "needs at least {} characters, has {}"
            raise SettingRefused(variable, zh.format(KEY_BYTES, len(value)), en.format(KEY_BYTES, len(value)))
        return value

    def bytes_of(self, variable: str, name: str) -> bytes:
        value = self._env.get(variable, "").strip() or self._from_file(variable, name)
        try:
            key = base64.urlsafe_b64decode(value + "=" * (-len(value) % 4))
        except (binascii.Error, ValueError):
            raise SettingRefused(variable, "不是 base64 编码", "is not base64") from None
        if len(key) != KEY_BYTES:
            zh, en = "应是 {} 个字节的 base64 编码，现有 {} 个字节", "needs {} bytes in base64, has {}"
            raise SettingRefused(variable, zh.format(KEY_BYTES, len(key)), en.format(KEY_BYTES, len(key)))
        return key

    def _from_file(self, variable: str, name: str) -> str:
        if self._is_production:
            maker = "python -c 'import secrets; print(secrets.token_urlsafe(32))'"
            raise SettingRefused(
                variable,
                f"BANJIAN_ENV=production 时必须设置。可以这样生成：{maker}，并在这台机器以外留一份",
                "must be set when BANJIAN_ENV=production. "
                f"Make one with: {maker}, and keep a copy outside this machine",
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
        example = "postgresql://user@host:5432/name"
        raise SettingRefused(variable, f"应是像 {example} 这样的地址", f"is no address such as {example}") from None
    if raw.startswith(("sqlite:///", "postgresql+psycopg://")):
        return raw
    for plain in ("postgresql://", "postgres://"):
        if raw.startswith(plain):
            return "postgresql+psycopg://" + raw.removeprefix(plain)
    zh, en = "应以 sqlite:/// 或 postgresql:// 开头", "must begin with sqlite:/// or postgresql://"
    raise SettingRefused(variable, zh, en)


def _web_address(variable: str, raw: str) -> str:
    if not raw.startswith(("http://", "https://")):
        zh, en = "应以 http:// 或 https:// 开头，现为 {!r}", "must begin with http:// or https://, is {!r}"
        raise SettingRefused(variable, zh.format(raw), en.format(raw))
    return raw.rstrip("/")


def _whole_number(least: int, most: int) -> Callable[[str, str], int]:
    def rule(variable: str, raw: str) -> int:
        if raw.isascii() and raw.isdigit() and len(raw) <= LONGEST_NUMBER and least <= int(raw) <= most:
            return int(raw)
        zh, en = "应是 {} 到 {} 之间的整数，现为 {!r}", "must be a whole number from {} to {}, is {!r}"
        raise SettingRefused(variable, zh.format(least, most, raw[:40]), en.format(least, most, raw[:40]))

    return rule


def _minutes(variable: str, raw: str) -> timedelta:
    return timedelta(minutes=_whole_number(1, 60 * 24 * 30)(variable, raw))


def _one_of(choices: tuple[str, ...]) -> Callable[[str, str], str]:
    def rule(variable: str, raw: str) -> str:
        if raw not in choices:
            among = ", ".join(choices)
            raise SettingRefused(variable, f"应是 {among} 之一，现为 {raw!r}", f"must be one of {among}, is {raw!r}")
        return raw

    return rule


def _yes_or_no(variable: str, raw: str) -> bool:
    return _one_of(("1", "true", "yes", "0", "false", "no"))(variable, raw.lower()) in ("1", "true", "yes")

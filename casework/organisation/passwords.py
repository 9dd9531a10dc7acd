"""Passwords: hashed with Argon2id, checked in the same time whether the person exists or not."""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from casework.errors import Refusal

LEAST_LENGTH = 8
MOST_LENGTH = 200


class PasswordRefused(Refusal):
    """The new password is too short, too long, too plain or the old one."""


class Passwords:
    """Hashes and checks at a cost that one installation sets (`memory_kib`, `rounds`)."""

    def __init__(self, *, memory_kib: int, rounds: int) -> None:
        self._hasher = PasswordHasher(memory_cost=memory_kib, time_cost=rounds, parallelism=1)
        self._nobody = self._hasher.hash("nobody has this password")

    def hash(self, password: str) -> str:
        return self._hasher.hash(password)

    def matches(self, stored: str | None, password: str) -> bool:
        """Whether `password` is the stored one; with None it takes as long and is false."""
        try:
            self._hasher.verify(self._nobody if stored is None else stored, password)
        except (VerificationError, InvalidHashError):
            return False
        return stored is not None

    def is_outdated(self, stored: str) -> bool:
        """Whether the hash was made at another cost and should be made anew at the next sign-in."""
        try:
            return self._hasher.check_needs_rehash(stored)
        except InvalidHashError:
            return True


def check_new_password(password: str, username: str) -> None:
    """Raise `PasswordRefused` unless a person may choose this password."""
    if len(password) < LEAST_LENGTH:
        raise PasswordRefused("password.too_short", least=LEAST_LENGTH, field="new_password")
    if len(password) > MOST_LENGTH:
        raise PasswordRefused("password.too_long", most=MOST_LENGTH, field="new_password")
    if username.lower() in password.lower() or len(set(password)) < 5 or password.isdigit() or password.isalpha():
        raise PasswordRefused("password.too_plain", field="new_password")

"""Personal identifiers are sealed with a key from the settings and searched by a keyed hash."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from casework.errors import Refusal

NONCE_BYTES = 12
VERSION = "1:"


class WrongKey(Refusal):
    """The stored identifier was sealed with another data key, or was damaged."""


class Vault:
    """Seals, opens and hashes texts with one 32-byte key; two keys are derived from it so neither serves two ends."""

    def __init__(self, data_key: bytes) -> None:
        self._cipher = AESGCM(_derived(data_key, b"banjian personal values"))
        self._hash_key = _derived(data_key, b"banjian personal hashes")

    def seal(self, text: str) -> str:
        """The encrypted text; sealing twice gives two different results."""
        nonce = os.urandom(NONCE_BYTES)
        return VERSION + base64.b64encode(nonce + self._cipher.encrypt(nonce, text.encode(), None)).decode()

    def open(self, sealed: str) -> str:
        """The text that was sealed. Raises `WrongKey`."""
        raw = base64.b64decode(sealed.removeprefix(VERSION))
        try:
            return self._cipher.decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], None).decode()
        except InvalidTag:
            raise WrongKey("crypto.wrong_key") from None

    def keyed_hash(self, text: str) -> str:
        """The same 64 hexadecimal digits for the same text; nobody without the key can try texts against them."""
        return hmac.new(self._hash_key, text.encode(), hashlib.sha256).hexdigest()


def _derived(key: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(key)

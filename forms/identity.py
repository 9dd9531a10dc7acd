"""身份证号 (GB 11643), 统一社会信用代码 (GB 32100 with GB 11714 inside), phone numbers: checks and masks.

Checks say what is wrong; they never ask a register. The region of an ID number is that of its first registration, so
abolished and new ones (330113) and residence permits of Hong Kong, Macao and Taiwan (81, 82, 83) are all valid.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date

from forms.errors import Problem, quote

ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ID_CHECKS = "10X98765432"
PROVINCES = frozenset(
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83".split()
)
# Someone born before the earliest year cannot be an applicant; the standard's own samples reach back to 1880.
EARLIEST_BIRTH = 1850

CODE_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CODE_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
BODY_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)

MOBILE = re.compile(r"1[3-9][0-9]{9}")
INTERNATIONAL = re.compile(r"(?:\+|00)[1-9][0-9]{6,14}")
LANDLINE = re.compile(r"(?:0[1-9][0-9]{1,2})?[2-9][0-9]{6,7}|[48]00[0-9]{7}")
BETWEEN_DIGITS = re.compile(r"[\s\-–—()（）]+")


def tidy(text: str) -> str:
    """Full-width characters made half-width, spaces and hyphens between the digits taken out, letters upper-cased."""
    return BETWEEN_DIGITS.sub("", unicodedata.normalize("NFKC", text)).upper()


def id_number_problem(text: str, today: date | None = None) -> Problem | None:
    """What is wrong with a tidied 身份证号, or None. A birth after `today` is no birth; None skips that check."""
    shown = {"value": quote(text), "length": len(text)}
    if len(text) != 18:
        return Problem("id_number.length", shown)
    if not re.fullmatch(r"[0-9]{17}[0-9X]", text):
        return Problem("id_number.characters", shown)
    if not _has_province(text):
        return Problem("id_number.region", shown)
    birth = birth_date(text)
    if birth is None or (today is not None and birth > today):
        return Problem("id_number.birth", shown)
    return None if id_check_digit(text[:17]) == text[17] else Problem("id_number.check_digit", shown)


def id_check_digit(digits: str) -> str:
    """The eighteenth character for the first seventeen digits (GB 11643, ISO 7064 mod 11-2)."""
    return ID_CHECKS[_weighted(digits, ID_WEIGHTS, "0123456789") % 11]


def birth_date(id_number: str) -> date | None:
    """The date in characters 7–14, or None if there is no such day."""
    year, month, day = int(id_number[6:10]), int(id_number[10:12]), int(id_number[12:14])
    try:
        return date(year, month, day) if year >= EARLIEST_BIRTH else None
    except ValueError:
        return None


def credit_code_problem(text: str) -> Problem | None:
    """What is wrong with a tidied 统一社会信用代码, or None."""
    shown = {"value": quote(text), "length": len(text)}
    if len(text) != 18:
        return Problem("credit_code.length", shown)
    if any(one not in CODE_ALPHABET for one in text) or not re.fullmatch(r"[0-9]{6}", text[2:8]):
        return Problem("credit_code.characters", shown)
    if credit_code_check(text[:17]) != text[17]:
        return Problem("credit_code.check_digit", shown)
    return None if body_check(text[8:16]) == text[16] else Problem("credit_code.body", shown)


def credit_code_check(start: str) -> str:
    """The eighteenth character for the first seventeen (GB 32100)."""
    return CODE_ALPHABET[(31 - _weighted(start, CODE_WEIGHTS, CODE_ALPHABET) % 31) % 31]


def body_check(start: str) -> str:
    """The ninth character of a body's own code for the first eight (GB 11714)."""
    check = 11 - _weighted(start, BODY_WEIGHTS, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") % 11
    return {10: "X", 11: "0"}.get(check, str(check))


def tidy_phone(text: str) -> str:
    """A tidied number without the country code of the mainland."""
    plain = tidy(text)
    for prefix in ("+86", "0086"):
        if plain.startswith(prefix) and MOBILE.fullmatch(plain.removeprefix(prefix)):
            return plain.removeprefix(prefix)
    return plain


def is_mobile(tidied: str) -> bool:
    """Whether a tidied number is a mainland mobile number."""
    return MOBILE.fullmatch(tidied) is not None


def is_landline(tidied: str) -> bool:
    """Whether a tidied number is a fixed line of the mainland, with or without its area code."""
    return LANDLINE.fullmatch(tidied) is not None


def is_international_phone(tidied: str) -> bool:
    """Whether a tidied number carries a country code."""
    return INTERNATIONAL.fullmatch(tidied) is not None


def _has_province(text: str) -> bool:
    # The permanent residence card for foreigners of 2023 begins with 9, the issuing province follows.
    return text[:2] in PROVINCES or (text[0] == "9" and text[1:3] in PROVINCES)


def _weighted(text: str, weights: Sequence[int], alphabet: str) -> int:
    return sum(alphabet.index(one) * weight for one, weight in zip(text, weights, strict=True))

"""A casework operation: machine work of a diagram that runs inside the step's transaction, with inputs it checks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from casework.cases.case_file import CaseFile
from casework.errors import Refusal, WordedError

MOST_DIGITS = 15
Outputs = Mapping[str, Any]


class OperationFailed(WordedError):
    """The diagram asks for what no person at the desk can mend: the token is parked, the step itself is kept."""


class Inputs:
    """What a diagram hands to an operation; a missing input is refused by its name, so that a form can show it."""

    def __init__(self, operation: str, values: Mapping[str, Any]) -> None:
        self._operation = operation
        self._values = values

    def text(self, name: str, otherwise: str | None = None) -> str:
        """A text that is not blank. Raises `Refusal` naming the field when there is none and no other."""
        value = self._values.get(name)
        if isinstance(value, list | tuple):
            value = "；".join(str(part).strip() for part in value if str(part).strip())
        found = "" if value is None else str(value).strip()
        if found:
            return found
        if otherwise is None:
            raise Refusal("operation.input_missing", operation=self._operation, field=name)
        return otherwise

    def number(self, name: str, otherwise: int | None = None) -> int:
        value = self._values.get(name)
        if value is None or value == "":
            if otherwise is None:
                raise Refusal("operation.input_missing", operation=self._operation, field=name)
            return otherwise
        try:
            number = Decimal(str(value))
        except ArithmeticError:
            raise Refusal("operation.not_a_number", operation=self._operation, field=name, value=value) from None
        # A text such as 1e999999 is a number of a million digits.
        if not number.is_finite() or number.adjusted() > MOST_DIGITS or number != number.to_integral_value():
            raise Refusal("operation.not_a_number", operation=self._operation, field=name, value=value)
        return int(number)

    def texts(self, name: str) -> list[str]:
        """A list of texts; each line is one, and one text with semicolons counts as several."""
        value = self._values.get(name)
        if isinstance(value, str):
            value = [value.replace("；", "\n").replace(";", "\n")]
        lines = (line for part in value or () if part is not None for line in str(part).splitlines())
        return [line.strip() for line in lines if line.strip()]

    def flag(self, name: str) -> bool:
        value = self._values.get(name)
        return bool(value) if isinstance(value, list | tuple) else value in (True, "true", "yes", "是", 1)

    def any(self, name: str) -> Any:
        return self._values.get(name)

    def instant(self, name: str) -> datetime | None:
        """An instant; a text is read as ISO 8601. Raises `Refusal` when it is none."""
        value = self._values.get(name)
        if value is None or value == "":
            return None
        if isinstance(value, datetime):
            return value
        try:
            return datetime.fromisoformat(str(value))
        except ValueError:
            raise Refusal("operation.not_a_date", operation=self._operation, field=name, value=value) from None

    def day(self, name: str) -> date | None:
        instant = self.instant(name)
        return None if instant is None else instant.date()

    def known(self) -> Mapping[str, Any]:
        return self._values


Operation = Callable[[CaseFile, Inputs], Outputs | None]

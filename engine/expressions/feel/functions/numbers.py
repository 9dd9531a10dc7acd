"""Built-in functions on numbers and booleans (DMN 10.3.4.2 and 10.3.4.5)."""

from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Decimal,
    DivisionByZero,
    InvalidOperation,
    Overflow,
)
from typing import Any

from engine.expressions.feel.built_in import Table
from engine.expressions.feel.temporal import DaysDuration, MonthsDuration
from engine.expressions.feel.values import NUMBERS

NUMERIC = Table()
_MAX_SCALE, _MIN_SCALE = 6176, -6111
_FAILURES = (InvalidOperation, DivisionByZero, Overflow)


def rounded(value: Decimal, scale: Decimal, mode: str) -> Decimal | None:
    """The number with so many digits behind the point; a negative scale rounds to tens, hundreds …"""
    if not _MIN_SCALE <= scale <= _MAX_SCALE:
        return None
    scale = scale.to_integral_value(ROUND_DOWN)
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int) or -exponent <= scale:
        return value
    # More digits than decimal128 holds: there is nothing behind them to round.
    context = NUMBERS.copy()
    context.prec = max(34, value.adjusted() + int(scale) + 2)
    return NUMBERS.create_decimal(value.quantize(Decimal(1).scaleb(-int(scale)), rounding=mode, context=context))


for _name, _mode in {
    "decimal": ROUND_HALF_EVEN,
    "round up": ROUND_UP,
    "round down": ROUND_DOWN,
    "round half up": ROUND_HALF_UP,
    "round half down": ROUND_HALF_DOWN,
}.items():

    @NUMERIC.add(_name, "n: number, scale: number")
    def _round(value: Decimal, scale: Decimal, mode: str = _mode) -> Decimal | None:
        return rounded(value, scale, mode)


@NUMERIC.add("floor", "n: number, scale?: number")
def floor(value: Decimal, scale: Decimal | None) -> Decimal | None:
    return rounded(value, scale or Decimal(0), ROUND_FLOOR)


@NUMERIC.add("ceiling", "n: number, scale?: number")
def ceiling(value: Decimal, scale: Decimal | None) -> Decimal | None:
    return rounded(value, scale or Decimal(0), ROUND_CEILING)


@NUMERIC.add("abs", "n: number", "n: duration")
def absolute(value: Decimal | DaysDuration | MonthsDuration) -> Any:
    match value:
        case Decimal():
            return value.copy_abs()
        case DaysDuration():
            return DaysDuration(abs(value.nanos))
        case MonthsDuration():
            return MonthsDuration(abs(value.months))


@NUMERIC.add("modulo", "dividend: number, divisor: number")
def modulo(dividend: Decimal, divisor: Decimal) -> Decimal | None:
    """`dividend - divisor * floor(dividend / divisor)`: the result has the sign of the divisor."""
    try:
        rest = NUMBERS.remainder(dividend, divisor)
        return NUMBERS.add(rest, divisor) if rest and (rest < 0) != (divisor < 0) else rest
    except _FAILURES:
        return None


@NUMERIC.add("sqrt", "number: number")
def square_root(value: Decimal) -> Decimal | None:
    return NUMBERS.sqrt(value) if value >= 0 else None


@NUMERIC.add("log", "number: number")
def logarithm(value: Decimal) -> Decimal | None:
    return NUMBERS.ln(value) if value > 0 else None


@NUMERIC.add("exp", "number: number")
def exponential(value: Decimal) -> Decimal | None:
    try:
        return NUMBERS.exp(value)
    except _FAILURES:
        return None


@NUMERIC.add("odd", "number: number")
def odd(value: Decimal) -> bool | None:
    return None if value != value.to_integral_value() else _last_bit(value) == 1


@NUMERIC.add("even", "number: number")
def even(value: Decimal) -> bool | None:
    return None if value != value.to_integral_value() else _last_bit(value) == 0


def _last_bit(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return 0 if isinstance(exponent, int) and exponent > 0 else int(value) % 2


@NUMERIC.add("not", "negand: any")
def negation(value: Any) -> bool | None:
    return not value if isinstance(value, bool) else None

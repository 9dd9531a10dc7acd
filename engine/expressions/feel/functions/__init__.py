"""The built-in functions of FEEL (DMN 10.3.4) and the few of Camunda's that diagrams in the field use."""

from engine.expressions.feel.built_in import BuiltIn
from engine.expressions.feel.functions.contexts import CONTEXTS
from engine.expressions.feel.functions.conversion import CONVERSION
from engine.expressions.feel.functions.dates import DATES
from engine.expressions.feel.functions.lists import LISTS
from engine.expressions.feel.functions.numbers import NUMERIC
from engine.expressions.feel.functions.ranges import RANGES
from engine.expressions.feel.functions.statistics import STATISTICS
from engine.expressions.feel.functions.strings import STRINGS

BUILT_IN: dict[str, BuiltIn] = {
    **CONVERSION,
    **STRINGS,
    **NUMERIC,
    **LISTS,
    **STATISTICS,
    **CONTEXTS,
    **RANGES,
    **DATES,
}

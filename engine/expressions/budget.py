"""How much one evaluation may cost: loops, calls and growing values are charged, the rest is bounded by the text."""

from engine.expressions.errors import ExpressionTooExpensive

MAX_TEXT = 20_000
"""Characters of one expression."""
MAX_NESTING = 50
"""How deep an expression may nest; far below Python's own limit, so a bomb of parentheses is a syntax error."""
MAX_CALL_DEPTH = 40
"""How deep FEEL functions may call one another."""


class Budget:
    """Steps (loop rounds weighted by what they evaluate) and size (elements and characters built) that are left.

    One budget may be shared by several evaluations, e.g. by all cells of a decision.
    """

    __slots__ = ("max_size", "max_steps", "size", "steps")

    def __init__(self, steps: int = 100_000, size: int = 1_000_000) -> None:
        self.max_steps = self.steps = steps
        self.max_size = self.size = size

    def spend(self, steps: int) -> None:
        """Pay for work; raises `ExpressionTooExpensive` when nothing is left."""
        self.steps -= steps
        if self.steps < 0:
            raise ExpressionTooExpensive("步数", "steps", self.max_steps)

    def grow(self, size: int) -> None:
        """Pay for characters or elements about to be built; raises `ExpressionTooExpensive`."""
        self.size -= size
        if self.size < 0:
            raise ExpressionTooExpensive("字符或元素个数", "characters or elements", self.max_size)

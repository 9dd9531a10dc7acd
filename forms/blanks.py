"""Blanks round a text, those nobody sees among them."""

BLANKS = "".join(chr(code) for code in range(0x3001) if chr(code).isspace()) + (
    "\u00ad\u115f\u1160\u180e\u200b\u200c\u200d\u200e\u200f\u2060\u2800\u3164\ufeff"
)


def trimmed(text: str) -> str:
    """Without the blanks round it, those nobody sees (zero-width, fillers) among them."""
    return text.strip(BLANKS)

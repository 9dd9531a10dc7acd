"""What findings say, by rule: sentence, reason and remedy, each in Chinese and English.

A rule's sentence has the rule's name as its code, reason and remedy have `.reason` and `.remedy` behind it.
"""

from engine.checking.texts.activities import ACTIVITIES
from engine.checking.texts.diagram import DIAGRAM
from engine.checking.texts.events import EVENTS
from engine.checking.texts.files import FILES
from engine.checking.texts.rules import CHECKS

RULES: dict[str, tuple[str, str, str, str, str, str]] = {**FILES, **DIAGRAM, **ACTIVITIES, **EVENTS, **CHECKS}
TEXTS: dict[str, tuple[str, str]] = {
    rule + part: (six[index], six[index + 1])
    for rule, six in RULES.items()
    for part, index in (("", 0), (".reason", 2), (".remedy", 4))
}

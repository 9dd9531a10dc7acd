"""The library's script engine, replaced by one that evaluates nothing.

Every expression of a diagram was parsed at publishing and is evaluated from the model by our own interpreters. Whatever
text the library itself would like to evaluate (correlation, ad-hoc conditions, decision cells, timers, scripts) would
be Python source for `eval`; here it is refused.
"""

from typing import Any, NoReturn

from SpiffWorkflow.bpmn.script_engine import BasePythonScriptEngineEnvironment, PythonScriptEngine

from engine.running.errors import Unsafe


def _refuse(hook: str) -> NoReturn:
    raise Unsafe("running.unsafe", hook=hook)


class SafeEnvironment(BasePythonScriptEngineEnvironment):  # type: ignore[misc]
    """Correlation and ad-hoc conditions reach the environment past the engine; it refuses too."""

    def evaluate(self, expression: str, context: Any, external_context: Any = None) -> NoReturn:
        _refuse("environment.evaluate")

    def execute(self, script: str, context: Any, external_context: Any = None) -> NoReturn:
        _refuse("environment.execute")

    def call_service(self, context: Any, **kwargs: Any) -> NoReturn:
        _refuse("environment.call_service")


class SafeEngine(PythonScriptEngine):  # type: ignore[misc]
    """Refuses every hook the library has for evaluating text."""

    def __init__(self) -> None:
        super().__init__(environment=SafeEnvironment())

    def validate(self, expression: str) -> NoReturn:
        _refuse("validate")

    def evaluate(self, task: Any, expression: str, external_context: Any = None) -> NoReturn:
        _refuse("evaluate")

    def execute(self, task: Any, script: str, external_context: Any = None) -> NoReturn:
        _refuse("execute")

    def call_service(self, task: Any, **kwargs: Any) -> NoReturn:
        _refuse("call_service")


ENGINE = SafeEngine()

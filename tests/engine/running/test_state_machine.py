"""Any legal commands in any order: stored and unstored cases stay alike, and refusals change nothing."""

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from engine.contract import Cancel, Complete, Deliver, Key, Retry, ServiceDone, ServiceFailed, TimePassed
from engine.errors import EngineError
from tests.engine.running.builders import Walk, feel
from tests.engine.running.drawing import Blocks, Drawing
from tests.engine.running.walking import LiveWalk, bare_of_data, command_for

COMMANDS = (Complete, Deliver, ServiceDone, Retry)


class Cases(RuleBasedStateMachine):
    """One case stored after every step beside one that never is."""

    @initialize(seed=st.integers(0, 10_000), neat=st.booleans())
    def begin(self, seed, neat):
        definition = bare_of_data((Blocks if neat else Drawing)(seed).definition(), feel("${wait}"))
        self.facts = {"wait": "PT1H"}
        self.stored = Walk(definition, facts=self.facts)
        self.live = LiveWalk(definition, saving=False, facts=self.facts)
        self.both(lambda walk: walk.start(next(iter(definition.printed))))

    def both(self, move):
        steps = [move(walk) for walk in (self.stored, self.live)]
        assert steps[0].happened == steps[1].happened and steps[0].ended == steps[1].ended
        assert (steps[0].opened, steps[0].cancelled) == (steps[1].opened, steps[1].cancelled)

    def choose(self, data, kinds):
        keys = sorted(key for key, kind in self.stored.open.items() if kind in kinds)
        return data.draw(st.sampled_from(keys)) if keys else None

    @rule(data=st.data(), takes=st.randoms(use_true_random=False))
    def something_that_is_open_is_done(self, data, takes):
        key = self.choose(data, ("task", "timer", "wait", "service"))
        scopes = [process.body for process in self.stored.definition.processes.values()]
        self.facts.update({f"take {flow}": takes.random() < 0.5 for scope in scopes for flow in scope.flows})
        if key is not None:
            command = command_for(key, self.stored.open[key])
            self.both(lambda walk: walk.do(command))

    @rule(wait=st.sampled_from(["PT1H", "soon", None]))
    def timers_may_become_impossible(self, wait):
        self.facts["wait"] = wait

    @rule(data=st.data(), code=st.sampled_from(["E1", "E2", ""]))
    def a_job_fails(self, data, code):
        key = self.choose(data, ("service",))
        if key is not None:
            self.both(lambda walk: walk.do(ServiceFailed(key, code)))

    @rule(data=st.data())
    def an_incident_is_retried(self, data):
        key = self.choose(data, ("incident",))
        if key is not None:
            self.both(lambda walk: walk.do(Retry(key)))

    @rule(data=st.data(), command=st.sampled_from(COMMANDS))
    def what_does_not_fit_is_refused_and_changes_nothing(self, data, command):
        key = Key("", "nowhere", data.draw(st.integers(0, 3)))
        before = (self.stored.snapshot, self.stored.document)
        try:
            self.stored.do(command(key))
            raise AssertionError("accepted")
        except EngineError as refusal:
            assert refusal.in_language("zh") != refusal.code
        assert (self.stored.snapshot, self.stored.document) == before

    @precondition(lambda self: self.stored.ended is None)
    @rule()
    def an_old_timer_is_ignored(self):
        self.both(lambda walk: walk.do(TimePassed((Key("", "nowhere", 9),))))

    @precondition(lambda self: self.stored.ended is None and len(self.stored.log) > 8)
    @rule()
    def the_case_is_cancelled(self):
        self.both(lambda walk: walk.do(Cancel("enough")))

    @invariant()
    def an_open_case_waits_for_something_and_an_ended_one_for_nothing(self):
        if hasattr(self, "stored"):
            assert bool(self.stored.open) == (self.stored.ended is None)


Cases.TestCase.settings = settings(
    max_examples=60, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
)
TestCases = Cases.TestCase

"""Random walks over real diagrams: stored or not, the engine does the same, and it does what the token rules say."""

import os

import pytest

from engine import compile_bundle
from tests.engine.running.drawing import Blocks, Bundles, Drawing
from tests.engine.running.walking import bare_of_data, walk_all, walk_as_drawn
from tests.samples import FOREIGN

WALKS = 6


def accepted():
    """Every start of every process that can run, in files with several pools too."""
    for path in sorted(FOREIGN.glob("*.bpmn")):
        files = {path.name: path.read_bytes()}
        first = compile_bundle(files)
        keys = [key for one in first.findings if one.rule == "process.several" for key in one.params["keys"]]
        for compiled in [first, *(compile_bundle(files, key=key) for key in keys)]:
            definition = compiled.definition
            for start in definition.printed if definition is not None else ():
                yield pytest.param(definition, start, id=f"{path.stem}-{start}")


def test_the_corpus_is_there():
    assert FOREIGN.is_dir() or not os.environ.get("CI")


ACCEPTED = list(accepted())


@pytest.mark.parametrize(("definition", "start"), ACCEPTED)
def test_stored_and_unstored_cases_and_the_token_rules_agree(definition, start):
    tokens_only = bare_of_data(definition)

    moves = [walk_all(tokens_only, start, seed) for seed in range(WALKS)]

    assert len(moves) == WALKS


@pytest.mark.parametrize(("definition", "start"), ACCEPTED)
def test_what_people_wrote_comes_back_whole_by_the_diagrams_own_conditions_too(definition, start):
    moves = [walk_as_drawn(definition, start, seed) for seed in range(3)]

    assert len(moves) == 3


@pytest.mark.parametrize("drawing", [Drawing, Blocks])
@pytest.mark.parametrize("seed", range(100))
def test_they_agree_on_random_diagrams_messy_and_neat(drawing, seed):
    definition = bare_of_data(drawing(seed).definition())

    moves = [walk_all(definition, next(iter(definition.printed)), walk) for walk in range(3)]

    assert len(moves) == 3


@pytest.mark.parametrize("seed", range(60))
def test_they_agree_on_calls_inside_calls_from_every_start(seed):
    definition = bare_of_data(Bundles(seed).definition())

    moves = [walk_all(definition, start, walk) for start in definition.printed for walk in range(2)]

    assert len(moves) == 2 * len(definition.printed)

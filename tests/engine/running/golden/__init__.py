"""Snapshots as each release wrote them; `python -m tests.engine.running.golden.story` prints those of this one."""

"""Delegation of work: who acts for whom, when, and for what."""

"""Findings about a definition: one function per rule, sentences in both languages."""

from engine.checking.checks import RULES, check
from engine.checking.finding import Finding, FindingText, has_errors

__all__ = ["RULES", "Finding", "FindingText", "check", "has_errors"]

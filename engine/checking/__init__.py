"""Findings about a diagram: one function per rule, sentences in both languages."""

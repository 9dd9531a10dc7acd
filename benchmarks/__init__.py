"""Measurements: a command each, and a dated result in README.md. Never a timed test."""

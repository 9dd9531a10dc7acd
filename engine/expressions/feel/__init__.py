"""FEEL, the language of DMN 1.5 (chapter 10): text -> tree -> closures -> value."""

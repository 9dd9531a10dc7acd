"""Diagrams as they are uploaded, checked, published, made current; and their compiled form."""

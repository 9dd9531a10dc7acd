"""Diagrams: upload with findings, versions, viewer, publishing, binding to items."""

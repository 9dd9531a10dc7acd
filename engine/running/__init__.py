"""The only border to SpiffWorkflow: commands in, one `Step` out."""

from engine.running.stepping import advance

__all__ = ["advance"]

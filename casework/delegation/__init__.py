"""A person lets another act in their name for a while (工作委托)."""

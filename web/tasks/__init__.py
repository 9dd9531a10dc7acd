"""The page of a task: what is asked, what others said, the outcome."""

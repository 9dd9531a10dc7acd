"""Administration of people, posts, departments, windows, service points and API tokens."""

"""Service points, departments, windows, people, posts, and who is signed in."""

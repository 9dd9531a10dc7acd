"""The demo centre that `banjian init --demo` makes in an empty database."""

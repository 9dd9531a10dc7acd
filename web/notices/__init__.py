"""The outbox: messages to applicants and colleagues, and whether they went out."""

"""What happened to each case: append-only, hash-chained, told to people in words."""

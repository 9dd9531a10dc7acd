"""Legal clocks: working calendar, limits, suspensions, and how near a case is to its due instant."""

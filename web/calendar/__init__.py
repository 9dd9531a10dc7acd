"""The working calendar: the year month by month, single days, office hours, the yearly notice."""

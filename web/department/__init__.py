"""The chief's view of a department: counts, desks, what nobody took, what falls due."""

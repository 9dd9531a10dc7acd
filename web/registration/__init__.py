"""Registration at the counter, and staff matters."""

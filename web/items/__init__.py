"""Items: list, page with limits and what prevents acceptance, new dated versions."""

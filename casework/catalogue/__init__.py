"""Items (事项) with dated versions, materials, limits, fees and forms."""

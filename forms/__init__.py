"""Form definitions (form-js JSON) and what they demand of the data people fill in."""

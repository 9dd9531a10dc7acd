"""BPMN and DMN in, moved tokens and decisions out; no SQL, no HTTP, no wall clock."""

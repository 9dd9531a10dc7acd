"""Our own specs: what each BPMN element does when a token comes, waits and leaves."""

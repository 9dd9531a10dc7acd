"""Every trap of SpiffWorkflow 3.2.0 that is known, shown on the library as it comes and on ours."""

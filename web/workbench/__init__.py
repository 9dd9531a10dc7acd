"""The workbench: what waits for me, what I may claim, what I did, what falls due."""

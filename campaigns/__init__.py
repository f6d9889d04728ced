"""Long trials that are run now and then, not at every commit: `make campaign-NAME`."""

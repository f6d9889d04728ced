"""The command line: `hefu`. The only part of the library that reads the clock."""

"""The questions about credit, one file for each."""

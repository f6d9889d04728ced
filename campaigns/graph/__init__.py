"""Graphs too large for a commit, each in a process of its own: correct within its memory, or refused with a reason."""

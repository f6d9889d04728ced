"""Economies that lie, and the score of whatever looks for it. Shares no code with the rules."""

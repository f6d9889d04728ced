"""Tests: the folders mirror src/hefu, and tidy/ holds the rules of the house."""

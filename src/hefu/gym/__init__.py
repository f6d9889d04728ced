"""Economies that lie: whole supply chains, honest and noisy, with known schemes planted at a known strength.

The gym shares no code with the rules that are measured on it.
"""

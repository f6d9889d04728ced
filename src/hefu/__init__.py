"""Hefu 合符: supply-chain finance that deserves trust. Tables in, findings out."""

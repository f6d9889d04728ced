"""Compact graphs over the book's columns, and compiled kernels that search them whole.

Start at `graph.Graph.build`; then `components`, `circles`, `reach`, `trails` (edges in the order of time) and
`growing` (a graph that takes edges one by one). Nothing is approximate: an answer is complete, or says that it was
cut and where.
"""

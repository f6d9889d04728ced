"""Benchmarks: one module each, with a `main()` that prints its table; `make bench` runs them all."""

"""Readers: one file per standard; each turns the bytes of a document into rows, or refuses it with a reason."""

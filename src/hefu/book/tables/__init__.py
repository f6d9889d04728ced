"""Every table of the book, one file per part of the field."""

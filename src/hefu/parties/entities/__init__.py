"""Which ids of a book are one party: identifiers first, then names with what else agrees."""

"""LEI records, relationships and reporting exceptions (GLEIF)."""

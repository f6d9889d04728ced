"""UBL 2.0-2.4 (OASIS): trade papers."""

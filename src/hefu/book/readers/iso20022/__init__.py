"""ISO 20022: what banks send, and payment orders."""

"""The words everyone shares: money, identifiers, names, findings, refusals, context."""

"""One request: read, rules, decide, dossier, receipt."""

"""Where untrusted files are read: children with limits, and those who watch them."""

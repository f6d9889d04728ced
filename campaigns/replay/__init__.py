"""Random requests and books, answered twice under other circumstances: the same bytes, or what differs by name."""

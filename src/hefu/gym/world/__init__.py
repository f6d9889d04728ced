"""What all blocks share: who there is, where, in which trade, of what size."""

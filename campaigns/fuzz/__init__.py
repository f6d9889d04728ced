"""Every parser against bytes that a search for new branches makes up: only a refusal may come out."""

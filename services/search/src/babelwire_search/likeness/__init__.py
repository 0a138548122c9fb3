"""How alike two articles are, by what they say and by their words, in one language or across two."""

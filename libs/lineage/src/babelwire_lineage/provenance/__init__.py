"""Where an article comes from, as a sentence: who wrote it, who shows it, who translated it, and how that is known."""

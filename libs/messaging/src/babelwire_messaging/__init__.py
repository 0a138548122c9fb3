"""How messages cross: batches, acknowledgement, retries, dead letters, breaker, tables."""

"""How OpenSearch is reached, the same for all that do."""

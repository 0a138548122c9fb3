"""The HTTP API of ingest."""

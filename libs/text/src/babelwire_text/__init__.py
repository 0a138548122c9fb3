"""What all services know of writing: scripts and language tags."""

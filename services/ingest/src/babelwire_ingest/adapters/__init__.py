"""What touches the world outside of the service."""

"""Follows captures and articles through the topics."""

"""Logging, metrics, tracing and health, the same in every service."""

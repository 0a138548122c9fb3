"""The registry of news outlets: what is known of an outlet by its printed name or its domain."""

"""OpenSearch behind the domain's ports."""

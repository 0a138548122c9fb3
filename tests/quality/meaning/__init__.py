"""Search by meaning and similar articles, measured by the service's own ranking on texts with known answers."""

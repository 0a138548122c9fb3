"""Pictures, recordings, embedded posts and live entries of a page."""

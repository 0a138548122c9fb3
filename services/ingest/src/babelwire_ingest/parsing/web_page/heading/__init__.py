"""What a page calls its article, and what its site calls itself."""

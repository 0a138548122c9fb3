"""The text of a page: its blocks, the region of the article among them, and what in that region is text."""

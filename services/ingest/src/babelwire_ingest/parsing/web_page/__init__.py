"""Web pages in HTML: the text by a general extractor, the rest from what the page declares of itself."""

"""What a page declares of itself: metadata, microdata, data of its scripts."""

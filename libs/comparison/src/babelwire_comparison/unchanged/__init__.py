"""What stays the same when a text is translated."""

"""What is found by what it says and not by its words, whatever language it is in."""

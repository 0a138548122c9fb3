"""What is learnt of publishers from all their articles, and how the articles come to hear of it."""

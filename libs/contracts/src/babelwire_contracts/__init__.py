"""What crosses a topic: the catalogue of topics, the message models, identity, and the one codec."""

"""Names of people and outlets, as bylines and lists print them."""

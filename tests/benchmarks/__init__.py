"""How fast the system is, how much memory it takes, and where its time goes: `make bench`. Never part of the tests."""

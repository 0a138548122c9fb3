"""How good decisions are, on sets whose truth is known: `make quality-…`."""

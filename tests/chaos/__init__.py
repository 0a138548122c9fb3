"""`make chaos`: everything that can break is broken in mid-run, and what is there afterwards is counted."""

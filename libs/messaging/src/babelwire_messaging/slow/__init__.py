"""What slow stages share: tasks wait in lanes, the fresh ones are done first, and the others are not forgotten."""

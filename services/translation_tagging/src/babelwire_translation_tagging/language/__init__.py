"""Which languages a text is in, from detectors of different kinds and from what they are known to confuse."""

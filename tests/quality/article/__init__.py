"""Written pages whose truth is known: stories in many languages, set in the houses of real kinds of content systems."""

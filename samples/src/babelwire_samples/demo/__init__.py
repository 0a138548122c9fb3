"""The demo: posts the samples to the running stack and shows what became of them."""

"""Whole pages whose provenance is known, because they were written so; half of them are translations."""

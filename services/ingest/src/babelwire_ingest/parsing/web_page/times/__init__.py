"""When a page was published and changed, and which of its dates say neither."""

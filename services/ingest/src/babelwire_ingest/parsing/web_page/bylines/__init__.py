"""Who wrote a page's article: what it declares, and where and how it prints the writers' names."""

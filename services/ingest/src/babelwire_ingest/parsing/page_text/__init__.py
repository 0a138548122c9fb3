"""Page text: the visible text of one article's page, scraped as plain text."""

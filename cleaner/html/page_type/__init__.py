"""The type of a page: an article, or what it is instead, by what the page declares and what it shows."""

"""One spider per family of content management systems."""

"""Storage, the public copy, and the site."""

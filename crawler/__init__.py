"""A response goes in, a Page comes out: discovery, spiders, politeness."""

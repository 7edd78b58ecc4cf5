"""Blogger: full-text search feed, labels, general feed."""

from crawler.spiders.base import PressSpider
from models.vocab import Family


class BloggerSpider(PressSpider):
    """Spider of the family."""

    name = "blogger"
    family = Family.BLOGGER

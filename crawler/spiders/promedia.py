"""Promedia and the Jawa Pos group: tag pages, search, feed."""

from crawler.spiders.base import PressSpider
from models.vocab import Family


class PromediaSpider(PressSpider):
    """Spider of the family."""

    name = "promedia"
    family = Family.PROMEDIA

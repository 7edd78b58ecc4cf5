"""The Disway network and bacakoran.co: numbered tag pages, feed; pages are offsets."""

from crawler.spiders.base import PressSpider
from models.vocab import Family


class DiswaySpider(PressSpider):
    """Spider of the family."""

    name = "disway"
    family = Family.DISWAY

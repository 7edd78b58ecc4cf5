"""The Tribun network: tag pages, feed and news sitemap per region."""

from crawler.spiders.base import PressSpider
from models.vocab import Family


class TribunSpider(PressSpider):
    """Spider of the family."""

    name = "tribun"
    family = Family.TRIBUN

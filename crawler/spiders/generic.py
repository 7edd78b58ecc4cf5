"""Any outlet with a tag page, a feed or a sitemap."""

from crawler.spiders.base import PressSpider
from models.vocab import Family


class GenericSpider(PressSpider):
    """Spider of the family."""

    name = "generic"
    family = Family.GENERIC

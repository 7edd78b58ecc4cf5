"""WordPress: search feeds, tag pages, general feed; numbered pages as /2/."""

from crawler.spiders.base import PressSpider
from models.vocab import Family


class WordPressSpider(PressSpider):
    """Spider of the family."""

    name = "wordpress"
    family = Family.WORDPRESS

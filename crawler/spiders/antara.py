"""The ANTARA network: tag pages, search, feed per bureau."""

import re
from urllib.parse import urlsplit, urlunsplit

from crawler.spiders.base import PressSpider
from models.vocab import Family

_SECTION = re.compile(r"^/[a-z-]+(?=/(?:berita|rilis-pers)/\d+/)")


class AntaraSpider(PressSpider):
    """An article stands under its number, also where a section is put before it."""

    name = "antara"
    family = Family.ANTARA

    @staticmethod
    def plain(link: str) -> str:
        """A link without the section before its number."""
        parts = urlsplit(link)
        path = re.sub(r"^/amp(?=/)", "", parts.path)
        return urlunsplit(parts._replace(path=_SECTION.sub("", path)))

"""The ANTARA network: tag pages, search, feed per bureau."""

import re
from urllib.parse import urlsplit, urlunsplit

from crawler.discovery import Target
from crawler.spiders.base import PressSpider
from models.sources import Source
from models.vocab import Family

_SECTION = re.compile(r"^/[a-z-]+(?=/(?:berita|rilis-pers)/\d+/)")


class AntaraSpider(PressSpider):
    """An article stands under its number, also where a section is put before it."""

    name = "antara"
    family = Family.ANTARA

    def locate(self, link: str, source: Source) -> Target | None:
        """The article behind a link, without the section."""
        parts = urlsplit(link)
        path = re.sub(r"^/amp(?=/)", "", parts.path)
        return super().locate(urlunsplit(parts._replace(path=_SECTION.sub("", path))), source)

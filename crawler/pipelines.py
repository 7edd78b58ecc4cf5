"""What happens to a page once it is fetched: it is stored, together with the state of its address."""

from typing import TYPE_CHECKING, Self, cast

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from crawler.desk import Fetched
from db.database import DatabaseError

if TYPE_CHECKING:
    from crawler.spiders.base import PressSpider


class Store:
    """Puts each :class:`~crawler.desk.Fetched` into pages.db; a fault of the database ends the crawl."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """As Scrapy makes its components."""
        return cls(crawler)

    def process_item(self, item: Fetched) -> Fetched:
        """Store the page.

        Raises:
            DropItem: the database refused; its address stays queued.
        """
        spider = cast("PressSpider", self.crawler.spider)
        try:
            spider.desk.save(item)
        except DatabaseError as error:
            raise DropItem(str(error)) from error
        return item

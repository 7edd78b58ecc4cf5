"""A spider that fetches the addresses of a file and keeps nothing: what Scrapy itself costs. Run by test_throughput.py."""

import json
import sys
import time
from pathlib import Path

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess

from crawler.settings import CONCURRENT_REQUESTS


class Bare(Spider):
    name = "bare"
    got = 0

    async def start(self):
        for url in self.urls:
            yield Request(url, dont_filter=True)

    def parse(self, response):
        Bare.got += 1


if __name__ == "__main__":
    urls = Path(sys.argv[1]).read_text("utf-8").split()
    process = AsyncCrawlerProcess(
        {
            "LOG_ENABLED": False,
            "TELNETCONSOLE_ENABLED": False,
            "REMOTE_CONTROL_ENABLED": False,
            "ROBOTSTXT_OBEY": False,
            "HTTPERROR_ALLOW_ALL": True,
            "CONCURRENT_REQUESTS": CONCURRENT_REQUESTS,
            "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
            "DOWNLOAD_DELAY": 0,
            **({"CONCURRENT_ITEMS": int(sys.argv[2])} if len(sys.argv) > 2 else {}),
        }
    )
    process.crawl(Bare, urls=urls)
    start, used = time.monotonic(), time.process_time()
    process.start()
    print(json.dumps({"got": Bare.got, "seconds": time.monotonic() - start, "processor": time.process_time() - used}))

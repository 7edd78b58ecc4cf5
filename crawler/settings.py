"""Scrapy's settings. What makes the crawler polite stands here once; commands may only add a contact and a log level."""

from importlib.metadata import version
from typing import Any

BOT_NAME = "pantau"
SPIDER_MODULES = ["crawler.spiders"]
NEWSPIDER_MODULE = "crawler.spiders"

ROBOTSTXT_OBEY = True
ROBOTSTXT_USER_AGENT = "Pantau"
CONCURRENT_REQUESTS = 32
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 3.0
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 3.0
AUTOTHROTTLE_MAX_DELAY = 120.0
AUTOTHROTTLE_TARGET_CONCURRENCY = 1.0
RETRY_TIMES = 2
DOWNLOAD_TIMEOUT = 30
DOWNLOAD_MAXSIZE = 10 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0
REDIRECT_MAX_TIMES = 5

COOKIES_ENABLED = False
HTTPPROXY_ENABLED = False
METAREFRESH_ENABLED = False
REFERER_ENABLED = True
REFERRER_POLICY = "no-referrer"
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
TWISTED_DNS_RESOLVER = "crawler.politeness.PublicResolver"
# Failures are part of what is reported per source, so responses of every status come to the spider.
HTTPERROR_ALLOW_ALL = True
DOWNLOAD_HANDLERS: dict[str, None] = {"data": None, "file": None, "ftp": None, "s3": None}

DOWNLOADER_MIDDLEWARES = {
    "crawler.politeness.HostGuard": 40,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "crawler.politeness.Robots": 100,
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "crawler.politeness.RetryAfter": 560,
    "crawler.politeness.BodyGuard": 595,
}
EXTENSIONS = {
    "scrapy.extensions.throttle.AutoThrottle": None,
    "crawler.politeness.PoliteThrottle": 0,
}
ITEM_PIPELINES = {"crawler.pipelines.Store": 100}
LOG_LEVEL = "INFO"

LOOPBACK_DELAY = 0.02
"""The delay towards a press on this machine. Any other host gets ``DOWNLOAD_DELAY``."""


def user_agent(contact: str) -> str:
    """The name the crawler goes by, with an address its operator can be written to."""
    return f"Pantau/{version('pantau')} (pemantau berita; +{contact})"


def scrapy_settings(*, contact: str, loopback: bool, verbose: bool = False) -> dict[str, Any]:
    """All settings of this module with what depends on the installation.

    Args:
        contact: address in the user agent.
        loopback: whether every host of the register is on this machine; only then the delay is shorter.
        verbose: write Scrapy's log to standard error.
    """
    settings = {key: value for key, value in globals().items() if key.isupper() and key != "LOOPBACK_DELAY"}
    settings |= {"USER_AGENT": user_agent(contact), "LOG_ENABLED": verbose}
    if loopback:
        settings |= {
            "DOWNLOAD_DELAY": LOOPBACK_DELAY,
            "AUTOTHROTTLE_START_DELAY": LOOPBACK_DELAY,
            "TWISTED_DNS_RESOLVER": "scrapy.resolver.CachingThreadedResolver",
            "DOWNLOAD_TIMEOUT": 5,
        }
    return settings

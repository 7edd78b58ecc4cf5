"""Scrapy's settings. What makes the crawler polite stands here once; commands may only add a contact and a log level."""

from collections.abc import Mapping
from importlib.metadata import version
from typing import Any

BOT_NAME = "pantau"
SPIDER_MODULES = ["crawler.spiders"]
NEWSPIDER_MODULE = "crawler.spiders"

ROBOTSTXT_OBEY = True
ROBOTSTXT_USER_AGENT = "Pantau"
CONCURRENT_REQUESTS = 32
# Scrapy starts so many tasks for each response; storing waits for nothing, so one does it.
CONCURRENT_ITEMS = 1
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
# No outlet is told where its visitor comes from.
REFERER_ENABLED = False
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
# None of them has anything to do here, and each is a layer that every response and request goes through.
SPIDER_MIDDLEWARES = {
    "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": None,
    "scrapy.spidermiddlewares.referer.RefererMiddleware": None,
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
    "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": None,
}
# Reads the source of each callback anew for each response.
WARN_ON_GENERATOR_RETURN_VALUE = False
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


PACE = frozenset({"DOWNLOAD_DELAY", "AUTOTHROTTLE_ENABLED", "AUTOTHROTTLE_START_DELAY", "DOWNLOAD_TIMEOUT"})
"""What benchmarks may set towards a press on this machine. No command, file or variable reaches it."""


def scrapy_settings(
    *, contact: str, loopback: bool, verbose: bool = False, pace: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """All settings of this module with what depends on the installation.

    Args:
        contact: address in the user agent.
        loopback: whether every host of the register is on this machine; only then the delay is shorter.
        verbose: write Scrapy's log to standard error.
        pace: settings of :data:`PACE` for a benchmark.

    Raises:
        ValueError: a pace towards hosts that are not on this machine, or of anything else.
    """
    settings = {key: value for key, value in globals().items() if key.isupper() and key not in ("LOOPBACK_DELAY", "PACE")}
    settings |= {"USER_AGENT": user_agent(contact), "LOG_ENABLED": verbose}
    if loopback:
        settings |= {
            "DOWNLOAD_DELAY": LOOPBACK_DELAY,
            "AUTOTHROTTLE_START_DELAY": LOOPBACK_DELAY,
            "TWISTED_DNS_RESOLVER": "scrapy.resolver.CachingThreadedResolver",
            "DOWNLOAD_TIMEOUT": 5,
        }
    if pace and (not loopback or not set(pace) <= PACE):
        raise ValueError(f"only {sorted(PACE)} may be set, and only towards a press on this machine")
    return settings | dict(pace or {})

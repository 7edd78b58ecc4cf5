"""One spider per family, named after it."""

from importlib import import_module

import pytest
from scrapy.utils.spider import iter_spider_classes

from crawler.run import spiders
from crawler.spiders.base import PressSpider
from models.vocab import Family


def test_every_family_has_its_spider() -> None:
    assert set(spiders()) == set(Family)


@pytest.mark.parametrize("family", list(Family))
def test_names_agree(family: Family) -> None:
    kind = spiders()[family]
    assert issubclass(kind, PressSpider)
    assert kind.name == family.value
    assert kind.__module__ == f"crawler.spiders.{family.value}"
    assert [found for found in iter_spider_classes(import_module(kind.__module__)) if found is kind] == [kind]
    for outdated in ("start_requests", "start_urls", "custom_settings", "download_delay"):
        assert not kind.__dict__.get(outdated)

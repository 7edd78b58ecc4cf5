"""Mentions of the agency, its offices, and regions: the parts of an article that the gazetteers know."""

from spacy.tokens import Doc

from extract.components.agency import Leftovers, find_agency
from extract.components.offices import find_offices
from extract.components.regions import find_regions
from extract.reading import Reading
from models.gazetteers import office, province_of


def find_places(doc: Doc, reading: Reading) -> None:
    """Fill ``reading.agency``, ``reading.offices`` and ``reading.regions`` from the article's own lines.

    Regions are not marked inside an office's own name, but they are inside other names (``Hotel Patra Semarang``).
    """
    leftovers = Leftovers(reading)
    reading.agency = find_agency(reading.text, leftovers).agency
    find_offices(reading, leftovers)
    named = [(found.start, found.end) for found in reading.offices]
    provinces = [province_of(office(found.office_id)).code for found in reading.offices if found.office_id]
    find_regions(reading, leftovers, named, provinces)

"""The steps of reading, in the order they run: functions ``(doc, reading) -> None``, each filling its part of the reading."""

from collections.abc import Callable

from spacy.tokens import Doc

from extract.components.arguments import fill_arguments
from extract.components.assemble import assemble
from extract.components.bodies import find_bodies
from extract.components.dates import find_dates
from extract.components.figures import find_figures
from extract.components.gazetteer import find_places
from extract.components.people import find_people
from extract.components.programs import find_programs
from extract.components.relevance import judge_relevance
from extract.components.sections import split_text
from extract.components.triggers import find_happenings
from extract.reading import Reading

COMPONENTS: dict[str, Callable[[Doc, Reading], None]] = {
    "sections": split_text,
    "places": find_places,
    "dates": find_dates,
    "relevance": judge_relevance,
    "programs": find_programs,
    "figures": find_figures,
    "people": find_people,
    "bodies": find_bodies,
    "happenings": find_happenings,
    "arguments": fill_arguments,
    "reports": assemble,
}

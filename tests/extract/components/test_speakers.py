"""Direct speech and who says it."""

from datetime import UTC, datetime

import pytest
import spacy

from extract.components.gazetteer import find_places
from extract.components.people import find_people
from extract.components.sections import split_text
from extract.reading import Reading
from models.records import Article

NLP = spacy.blank("id")
BUDI = "Bupati Gowa Budi Hartono"
RINA = "Ketua DPRD Gowa Rina Lestari"


def speakers(text: str) -> list[str | None]:
    reading = Reading.of(Article("a", "https://contoh.id/a", "contoh", "Judul", text, datetime(2025, 6, 2, tzinfo=UTC)))
    doc = NLP.make_doc("")
    for step in (split_text, find_places, find_people):
        step(doc, reading)
    return [quote.speaker for quote in reading.quotes]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f'{BUDI} dan {RINA} hadir.\n"Kami bangga atas capaian ini," ujar Rina.', ["Rina Lestari"]),
        (f'"Kami bangga atas capaian ini," kata {BUDI} di Gowa.', ["Budi Hartono"]),
        (f'{RINA} hadir. {BUDI} mengatakan hal lain. "Kami bangga atas capaian ini," katanya.', ["Budi Hartono"]),
        (f'{BUDI} mengatakan, "Kami bangga atas capaian ini."', ["Budi Hartono"]),
        (f'{BUDI} hadir.\n{RINA} hadir.\n"Kami bangga atas capaian ini," ujar Bupati Gowa itu.', ["Budi Hartono"]),
        (
            f'{BUDI} menegaskan hal itu.\n"Kami bangga atas capaian ini," ucapnya.\n"Kami akan melanjutkannya lagi," lanjut dia.',
            ["Budi Hartono", "Budi Hartono"],
        ),
        (f'{BUDI} menegaskan hal itu.\nSalah seorang staf mengaku sepi. "Potongan gaji memang jalan terus," tuturnya.', [None]),
        (f'{BUDI} hadir.\nDian Permata (32), istri korban, lega. "Anak saya masih kelas satu SD," ucapnya lirih.', [None]),
        (f'{BUDI} hadir. "Anak saya masih kelas satu SD," tutur seorang ibu.', [None]),
    ],
)
def test_speakers(text: str, expected: list[str | None]) -> None:
    assert speakers(text) == expected

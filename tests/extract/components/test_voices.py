from datetime import UTC, datetime

import pytest

from extract.components.cue_hits import phrases
from extract.components.sections import split_text
from extract.components.voices import mentions, voices
from extract.reading import PersonFound, Reading
from models.records import Article

PEOPLE = {"Budi Santoso": ("Kepala Cabang", ["Budi"]), "Sri Wahyuni": ("Bupati", ["Sri"])}


def listen(text):
    """The speakers of a text's sentences, ``*`` where only the sentence before tells."""
    reading = Reading.of(Article("a1", "https://contoh.id/1", "Contoh", "Judul", text, datetime(2025, 1, 1, tzinfo=UTC)))
    split_text(None, reading)
    for name, (position, aliases) in PEOPLE.items():
        spans = []
        for form in (name, *aliases):
            at = reading.text.find(form)
            while at >= 0:
                if not any(start <= at < end for start, end in spans):
                    spans.append((at, at + len(form)))
                at = reading.text.find(form, at + 1)
        reading.people.append(PersonFound(name, position, "X", aliases, sorted(spans)))
    hits = phrases().find(reading.text)
    found = mentions(reading, hits)
    heard = voices(reading, found, hits)[1:]
    return [None if voice is None else voice.name.split()[0] + ("" if voice.explicit else "*") for voice in heard]


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("Kepala Cabang, Budi Santoso, mengatakan klaim naik.", ["Budi"]),
        ("Klaim naik, kata Budi Santoso, tahun ini.", ["Budi"]),
        ("Menurut Sri Wahyuni, iuran ditanggung.", ["Sri"]),
        ("Sri Wahyuni mengatakan iuran cukup. Ia menambahkan, data dibenahi.", ["Sri", "Sri"]),
        ("Sri Wahyuni mengatakan iuran cukup. Data dibenahi.", ["Sri", "Sri*"]),
        ("Budi Santoso mengatakan klaim naik. Kantornya membayar.", ["Budi", "Budi"]),
        ("Budi Santoso mengatakan klaim naik.\nData dibenahi.", ["Budi", None]),
        ("Budi Santoso mengatakan klaim naik.\nBupati meminta data dibenahi.", ["Budi", "Sri"]),
        ("Bupati Sleman hadir.", [None]),
        ('"Klaim naik. Banyak sekali," ujar Budi Santoso.', ["Budi", "Budi"]),
        ('Budi Santoso mengatakan klaim naik.\n"Banyak sekali," ujarnya.', ["Budi", "Budi"]),
        ("Data dibenahi dinas.", [None]),
        ("Bupati Sleman, Sri Wahyuni, membagikan helm. Data dibenahi.", ["Sri*", "Sri*"]),
        ("Helm dibagikan oleh Sri Wahyuni. Data dibenahi.", [None, None]),
    ],
)
def test_who_speaks(text, speakers):
    assert listen(text) == speakers


def test_a_short_name_inside_another_persons_name_is_no_mention():
    reading = Reading.of(
        Article("a1", "https://contoh.id/1", "Contoh", "J", "Henky Rinaldi Lubis hadir.", datetime(2025, 1, 1, tzinfo=UTC))
    )
    reading.people = [
        PersonFound("Henky Rinaldi Lubis", "Kepala", None, [], [(2, 21)]),
        PersonFound("Rinaldi Syahputra", "Direktur", None, ["Rinaldi"], [(8, 15)]),
    ]
    assert [m.name for m in mentions(reading, phrases().find(reading.text))] == ["Henky Rinaldi Lubis"]

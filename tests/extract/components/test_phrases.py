import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.components.phrases import Phrases


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Rapat itu dihadiri bupati.", {"there": ["dihadiri"]}),
        ("Di sela-sela rapat ia hadir", {"there": ["hadir"], "same": ["Di sela-sela"]}),
        ("di sela rapat", {"same": ["di sela"]}),
        ("kehadiran tamu", {}),
        ("PADA ACARA ITU", {"same": ["PADA ACARA ITU"]}),
        ("rapat kerja wilayah", {"meeting": ["rapat kerja"]}),
    ],
)
def test_longest_phrase_of_each_list_whatever_the_case(text, found):
    phrases = Phrases(
        {
            "there": ["hadir", "dihadiri"],
            "same": ["di sela", "di sela-sela", "pada acara itu"],
            "meeting": ["rapat kerja", "kerja"],
        }
    )
    hits = phrases.find(text)
    assert {name: [text[h.start : h.end] for h in places] for name, places in hits.items() if places} == found


def test_a_phrase_without_words_is_refused():
    with pytest.raises(ValueError, match="list: '--'"):
        Phrases({"list": ["--"]})


@given(st.text())
def test_any_text_keeps_offsets(text):
    for hit in Phrases({"x": ["a", "i b", "s"]}).find(text)["x"]:
        assert text[hit.start : hit.end].lower().startswith(("a", "i", "s"))

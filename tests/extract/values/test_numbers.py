import pytest
from hypothesis import given
from hypothesis import strategies as st
from num2words import num2words

from extract.values.numbers import parse_number

BELOW_QUADRILLION = st.integers(min_value=0, max_value=10**15 - 1)


def grouped(number: int) -> str:
    return f"{number:,}".replace(",", ".")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.080.000", 1_080_000),
        ("42.000.000", 42_000_000),
        ("42.000.000,00", 42_000_000),
        ("1500", 1500),
        ("22. 714", 22_714),
        ("31,98", 31.98),
        ("31.98", 31.98),
        ("0.540", 0.54),
        ("1,2 juta", 1_200_000),
        ("1.2 juta", 1_200_000),
        ("1,079 juta", 1_079_000),
        ("2,5jt", 2_500_000),
        ("750 rb", 750_000),
        ("1,5 M", 1_500_000_000),
        ("1,2 T", 1_200_000_000_000),
        ("3 milyar", 3_000_000_000),
        ("1 juta 200 ribu", 1_200_000),
        ("1,080,000", 1_080_000),
        ("sejuta", 1_000_000),
        ("seribu lima", 1005),
        ("Dua Puluh Lima", 25),
        ("dua-puluh", 20),
        ("seratus dua puluh lima ribu", 125_000),
        ("3 ratus ribu", 300_000),
        ("setengah juta", 500_000),
        ("satu setengah juta", 1_500_000),
        ("dua koma lima juta", 2_500_000),
        ("tiga puluh satu koma sembilan delapan", 31.98),
        ("nol", 0),
    ],
)
def test_written_forms(text: str, value: float) -> None:
    found = parse_number(text)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    "text",
    ["", " ", "ribu", "juta dua", "dua tiga", "dua ribu juta", "belas", "puluhan", "12.05.2024", "1.2.3", "sepuluh dua belas",
     "koma lima", "lima koma", "setengah", "dua orang", "a", "-", "1 2", "9" * 41],
)  # fmt: skip
def test_what_is_no_number(text: str) -> None:
    assert parse_number(text) is None


@given(BELOW_QUADRILLION)
def test_words_as_num2words_writes_them(number: int) -> None:
    assert parse_number(num2words(number, lang="id")) == number


@given(BELOW_QUADRILLION)
def test_digits_plain_and_grouped(number: int) -> None:
    assert parse_number(str(number)) == parse_number(grouped(number)) == number


@given(BELOW_QUADRILLION, st.integers(min_value=0, max_value=99))
def test_decimals(whole: int, cents: int) -> None:
    assert parse_number(f"{whole},{cents:02}") == float(f"{whole}.{cents:02}")


@given(st.integers(min_value=1, max_value=9999), st.sampled_from([("ribu", 3), ("juta", 6), ("miliar", 9), ("triliun", 12)]))
def test_scaled_tenths_are_exact(tenths: int, scale: tuple[str, int]) -> None:
    word, power = scale
    expected = tenths * 10 ** (power - 1)
    assert parse_number(f"{tenths // 10},{tenths % 10} {word}") == expected
    assert parse_number(f"{tenths // 10}.{tenths % 10} {word}") == expected


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    value = parse_number(text)
    assert value is None or value >= 0


@pytest.mark.parametrize("text", ["9" * 50_000, "1." * 25_000, "dua " * 50_000, "1.000" * 10_000, "satu juta " * 10_000])
def test_huge_input_is_refused(text: str) -> None:
    assert parse_number(text) is None

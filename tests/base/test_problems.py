import pytest

from helpers.base.errors import KitError, KitErrors, all_of, in_column
from helpers.base.problems import AtOnce, Problems


def at(row, column, code="E-DATE-ORDER"):
    place = in_column({"en": f"a.csv row {row}", "ja": f"a.csv {row}行目"}, column)
    return KitError(code, place=place)


def empty(name):
    return KitError("E-FILE-EMPTY", file=name)


def test_several_errors_are_said_once_each_with_numbers_and_codes_in_both_languages():
    several = KitErrors(
        [empty("a.csv"), KitErrors([empty("b.csv"), empty("a.csv")]), KitError("E-ACQUIRED", day="2024-01-01")]
    )
    assert (several.code, [error.code for error in several.errors]) == (
        "E-FILE-EMPTY",
        [*["E-FILE-EMPTY"] * 2, "E-ACQUIRED"],
    )
    lines = several.said("ja").splitlines()
    assert lines[:2] == [
        "1. E-FILE-EMPTY a.csv: 見出し行がありません。",
        "2. E-FILE-EMPTY b.csv: 見出し行がありません。",
    ]
    assert lines[2].startswith("3. E-ACQUIRED customers: acquired_on がなく")
    assert str(several).splitlines()[1] == "2. E-FILE-EMPTY b.csv: the file holds no header row."
    assert KitErrors([empty("a.csv"), empty("a.csv")]).said("en") == empty("a.csv").said("en")
    assert all_of(several) == several.errors
    assert [error.said("en") for error in all_of(empty("c"))] == [empty("c").said("en")]


def test_what_is_asked_of_several_places_is_said_once_with_the_places():
    several = KitErrors([at(2, "day"), at(2, "day"), at(3, "sent"), at(2, "day"), at(2, "day", "E-DATE-YEAR")])
    assert [error.code for error in several.errors] == ["E-DATE-ORDER", "E-DATE-YEAR"]
    said, japanese = several.errors[0].said("en"), several.errors[0].said("ja")
    assert said.startswith('E-DATE-ORDER a.csv row 2, column "day"; a.csv row 3, column "sent": a date such as')
    assert japanese.startswith("E-DATE-ORDER a.csv 2行目、列「day」、a.csv 3行目、列「sent」: 01/02/2026")
    other = KitErrors(
        [KitError("E-CURRENCY", place=at(2, "a").fields["place"], currency=code) for code in ("JPY", "USD")]
    )
    assert len(other.errors) == 2  # they differ in more than their place


def test_problems_are_kept_until_the_end():
    problems = Problems()
    problems.stop()
    with problems.kept():
        raise empty("a.csv")
    assert problems.tried(lambda: 7) == 7
    assert problems.went_well(lambda: None)
    assert not problems.went_well(lambda: stopping("b.csv"))
    assert problems.tried(lambda: stopping("a.csv")) is None
    assert [error.fields["file"] for error in problems.found] == ["a.csv", "b.csv", "a.csv"]
    with pytest.raises(KitErrors, match=r"(?s)1\. E-FILE-EMPTY a.csv.*2\. E-FILE-EMPTY b.csv"):
        problems.stop()
    alone = Problems()
    alone.keep(KitErrors([empty("a.csv"), empty("a.csv")]))
    with pytest.raises(KitError) as stopped:
        alone.stop()
    assert type(stopped.value) is KitError
    with pytest.raises(ZeroDivisionError), problems.kept():
        1 / 0


def stopping(file):
    raise empty(file)


def test_without_a_list_the_first_stops():
    with pytest.raises(KitError, match=r"a\.csv"), AtOnce().kept():
        raise empty("a.csv")
    with pytest.raises(KitError, match=r"b\.csv"):
        AtOnce().tried(lambda: stopping("b.csv"))

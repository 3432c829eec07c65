"""Further rating questions: found on one common scale among what nothing else reads, or named."""

import pytest

from helpers.base.errors import KitError
from helpers.collect.survey import survey
from helpers.read.ledger import ledger
from helpers.read.roles import canonical_table
from tests.each import each

SCALES = {"delivery": "5413254"[:7], "price": "3225143", "品質": "2314552"}


def table(columns, n=42, **more):
    """Answers of n persons: score, and columns of texts that repeat."""
    columns = {**columns, **more}
    head = ",".join(["customer_id", "responded_at", "score", *columns])
    lines = [
        ",".join(
            [
                f"C{i}",
                "2026-01-10",
                str((9, 10, 3, 8, 0, 7)[i % 6]),
                *(given[i % len(given)] for given in columns.values()),
            ]
        )
        for i in range(n)
    ]
    return [head, *lines]


def read(files, lines, **changes):
    return canonical_table("responses", files(changes, responses=lines))


def found(files, lines, **changes):
    return read(files, lines, **changes).readings[0].ratings


def test_columns_on_one_scale_are_found_and_read(files):
    there = read(files, table(SCALES, note=("a", "b")))
    assert there.readings[0].ratings == ("delivery", "price", "品質") and "delivery" not in there.not_used()
    assert there.frame["rating delivery"].tolist()[:7] == [5, 4, 1, 3, 2, 5, 4]
    assert ledger(there)["read_as"][0]["ratings"] == ["delivery", "price", "品質"]


@each(
    "name, given",
    [
        ("quarter", "1234"),
        ("年代", "2345"),
        ("店舗コード", "1234"),
        ("number of visits", "1239"),
        ("flag", "01"),
        ("amount", ("100", "250", "320")),
        ("share", ("0.1", "0.5", "0.7")),
        ("half", ("1", "2", "3", "", "", "", "")),
        ("words", ("good", "bad", "3")),
        ("points", "02468"),  # up to 10 as such: another scale than the others
        ("ten", ("10", "2", "7", "9")),
        ("n_recommended", "0123"),
    ],
)
def test_what_is_no_rating_is_not_taken(files, name, given):
    assert name not in found(files, table(SCALES, **{name: given}))


def test_answers_may_carry_a_unit_or_a_label_and_some_are_left_blank(files):
    lines = table({"delivery": ("5 - very good", "4", "3点", "", "N/A", "２", "1")})
    there = read(files, lines)
    assert there.frame["rating delivery"].dropna().tolist()[:5] == [5, 4, 3, 2, 1]
    assert there.fixed["rating delivery", "label"] == 6 and there.fields_aside == {}


def test_what_is_no_number_is_counted(files):
    lines = table({"delivery": tuple("12345" * 8)}, n=42)
    there = read(files, [*lines, "C99,2026-01-10,9,twelve"])
    assert there.fields_aside == {("rating delivery", "rating_invalid"): 1} and len(there.frame) == 43


def test_a_few_rows_tell_of_no_scale(files):
    assert found(files, table(SCALES, n=12)) == ()


def test_named_ones_are_read_and_no_others(files):
    assert found(files, table(SCALES, quarter="1234"), ratings=["Delivery", "quarter"]) == ("delivery", "quarter")
    assert found(files, table(SCALES), ratings=[]) == ()


@each(
    "ratings, said",
    [
        (["delivry"], "has no column delivry; it has"),
        (["score"], "the column score is read as another answer already"),
        (["note"], "does not hold whole numbers from 0 to 10"),
        (["delivery", "ten"], "are not on one scale"),
    ],
)
def test_a_name_that_is_none_stops(files, ratings, said):
    with pytest.raises(KitError, match="E-RATINGS") as raised:
        found(files, table(SCALES, note=("a", "b"), ten=("10", "2", "7")), ratings=ratings)
    assert said in raised.value.said("en") and raised.value.said("ja") != raised.value.said("en")


def test_a_column_that_splits_each_persons_answers_is_asked_about_all_the_same(files):
    lines = ["customer_id,responded_at,score,no_of_question"]
    lines += [f"C{i},2026-01-{i + 1:02} 10:0{w},{w + 5},{w}" for i in range(20) for w in range(1, 4)]
    with pytest.raises(KitError, match="E-ANSWERS-SPLIT"):
        read(files, lines)


def test_they_go_with_the_answers(files):
    collected = survey(files(responses=table(SCALES)))
    rated = [name for name in collected.answers if name.startswith("rating ")]
    assert rated == ["rating delivery", "rating price", "rating 品質"]
    assert str(collected.answers["rating price"].dtype) == "Int64"


def test_a_column_that_another_file_lacks_is_left_out(files, tmp_path):
    settings = files(responses=table(SCALES))
    second = [line.rsplit(",", 1)[0].replace("C", "D", 1) for line in table(SCALES)]
    (tmp_path / "responses2.csv").write_text("\n".join(second).replace("Dustomer", "customer"), encoding="utf-8")
    both = settings.model_copy(update={"responses": str(tmp_path / "responses*.csv")})
    assert canonical_table("responses", both).readings[0].ratings == ("delivery", "price")

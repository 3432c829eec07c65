"""What a whole column says of its scale."""

from hypothesis import given
from hypothesis import settings as example_settings
from hypothesis import strategies as st

from helpers.base.errors import KitError
from helpers.read.cells.scales import ScaleAsked, check_influence_scale, check_score_scale, with_codes
from tests.each import each

few = example_settings(deadline=None, max_examples=100)


def place(text):
    return f"answers.csv row 2, column 'score' [{len(text)}]"


def of_scores(counts, labels=None, header="", scale=(0, 10), declared=False):
    """Code of the question that a column of scores raises, or its warnings."""
    return outcome(check_score_scale, counts, ScaleAsked(scale, declared, labels or {}), place, header)


def of_influence(counts, labels=None, header="", scale=(0, 10), declared=False):
    return outcome(check_influence_scale, counts, ScaleAsked(scale, declared, labels or {}), place, header) or None


def outcome(check, *arguments):
    try:
        return check(*arguments)
    except KitError as error:
        return error


def code(outcome):
    return getattr(outcome, "code", outcome)


@each(
    "counts",
    [{}, {"": 9}, {"0": 1, "9": 1, "10": 1}, {"1": 1, "5": 1}, {"6": 1, "5": 1, "4": 1}, {"0": 1, "1": 9, "5": 9},
     {"10": 50},
     {"7": 30, "8": 1}, {"100": 1, "9": 2, "8": 1}, {"x": 2}, {"NA": 3, "9": 1}, {"0": 3, "9": 7, "11": 3},
     {"1": 5, "2": 5, "3": 5, "4": 5, "5": 5, "9": 4},
     {"1": 5, "2": 5, "3": 5, "4": 10, "9": 5}, {"2": 8, "3": 6, "4": 6, "5": 5, "9": 5},
     {"9": 99, "5": 1}, {"0": 1, "9": 50, "11": 10}, {"11": 3, "9": 3, "8": 3}],
)  # fmt: skip
def test_columns_that_raise_no_question(counts):
    assert of_scores(counts) == ()


@each(
    ("counts", "header", "low", "high", "passive", "promoter", "inside", "total"),
    [({"1": 1, "3": 1, "5": 1}, "", 1, 5, 4, 5, 3, 3),
     ({"5": 3}, "", 1, 5, 4, 5, 3, 3),
     ({"５": 2, "4点": 1, "3 - so so": 1, "": 4, "-": 1}, "", 1, 5, 4, 5, 4, 4),
     ({"4": 97, "5": 1, "9": 2}, "", 1, 5, 4, 5, 98, 100),
     ({"4": 30, "-99": 10, "99": 2}, "", 1, 5, 4, 5, 30, 42),
     ({"7": 20, "6": 5, "1": 5}, "", 1, 7, 6, 7, 30, 30),
     ({"7": 1, "2": 2}, "1〜7でお答えください", 1, 7, 6, 7, 3, 3),
     ({"0": 1, "5": 1, "4": 1}, "rate us (0-5)", 0, 5, 4, 5, 3, 3),
     ({"85": 2, "9": 2}, "", 0, 100, 70, 90, 2, 4),
     ({"85": 20, "70.5": 20, "10": 4, "-1": 1}, "", 0, 100, 70, 90, 40, 45),
     ({"10": 2, "9": 1}, "0から100で", 0, 100, 70, 90, 0, 3),
     ({"1": 9, "2": 4, "3": 4, "4": 4, "5": 4, "9": 5}, "", 1, 5, 4, 5, 25, 30),
     ({"11": 10, "10": 5, "1": 5}, "", 1, 11, 8, 10, 20, 20)],
)  # fmt: skip
def test_scores_that_may_be_on_another_scale(counts, header, low, high, passive, promoter, inside, total):
    question = of_scores(counts, header=header)
    assert code(question) == "E-SCORE-SCALE"
    asked = {name: question.fields[name] for name in ("low", "high", "passive", "promoter", "inside", "total")}
    assert asked == dict(low=low, high=high, passive=passive, promoter=promoter, inside=inside, total=total)


def test_the_question_names_place_and_both_lines():
    question = of_scores({"": 1, "12": 2, "85": 5, "3": 1})
    for language in ("en", "ja"):
        said = question.said(language)
        for part in (
            place("12"),
            "11–100",
            "score_scale: [0, 100]",
            "score_scale: [0, 10]",
            "passive_from: 70",
            "promoter_from: 90",
        ):
            assert part in said


@each(
    "header",
    ["0〜10で", "(0-10)", "０～１０点", "0 to 10", "0から10までで", "0点〜10点",
     "0 (not at all likely) - 10 (extremely likely)",
     "勧める可能性は0–10でどのくらいですか", "0…10", "1-5 or 0-10"],
)  # fmt: skip
def test_a_header_that_says_0_to_10(header):
    assert of_scores({"5": 2, "3": 1}, header=header) == ()
    assert of_influence({"5": 2, "3": 1}, header=header) is None


@each("header", ["", "score", "Q10-10", "2010-10", "0-100", "0-10.5", "10-10", "score 10", "問0-10"])
def test_headers_that_say_nothing_of_0_to_10(header):
    assert code(of_scores({"5": 2, "3": 1}, header=header)) == "E-SCORE-SCALE"


@each("header", ["Q1-7", "問1〜7", "2021-7", "1/7", "1-7/3", "0-6 detractors, 0-10", "1-70"])
def test_headers_that_name_no_other_scale(header):
    assert of_scores({"6": 2, "3": 1}, header=header) == ()


def test_labels_that_stand_for_more_than_5_tell_0_to_10():
    assert of_scores({"5": 2, "3": 1, "top": 1}, {"top": 10}) == ()
    assert of_scores({"5": 2, "3": 1}, {"ｔｏｐ": 0}) == of_scores({"5": 2, "3": 1}, {"top": 6}) == ()
    assert code(of_scores({"4": 2, "top": 1}, {"top": 5})) == "E-SCORE-SCALE"
    assert code(of_scores({"4": 2, "low": 1}, {"low": 1})) == "E-SCORE-SCALE"


@each("counts", [{"4": 9}, {"85": 9}, {"0 - Extremely likely": 9}, {"1": 50, "10": 60}, {"0": 30, "5": 30}])
def test_a_declared_scale_raises_no_question(counts):
    assert of_scores(counts, scale=(1, 5), declared=True) == of_scores(counts, declared=True) == ()
    against = "0 - Extremely likely" in counts
    assert of_influence(counts, declared=True) == (("W-INFLUENCE-REVERSED",) if against else None)


@each(
    ("counts", "labels", "asked"),
    [({"great": 2, "good": 1}, {}, True), ({"とても": 8, "9": 2}, {}, True), ({"とても": 7, "9": 3}, {}, False),
     ({"great": 2}, {}, False), ({"great": 2, "good": 1}, {"great": 10, "good": 8}, False),
     ({"10-Sep": 5}, {}, False),
     ({"great": 2, "good": 8}, {"great": 10}, True), ({"9 - great": 5}, {}, False), ({"": 90, "a": 3}, {}, True)],
)  # fmt: skip
def test_columns_of_words(counts, labels, asked):
    assert code(of_scores(counts, labels)) == ("E-SCORE-LABELS" if asked else ())


@each(
    ("counts", "labels", "line"),
    [({"great": 20, "9": 80}, {}, None), ({"great": 20, "9": 79}, {}, '{"great": SCORE}'),
     ({"great": 19, "9": 20}, {}, None), ({"9/10": 12, "10/10": 30}, {}, '{"10/10": SCORE, "9/10": SCORE}'),
     ({f"A{n}": 3 for n in range(1, 8)}, {}, '{"YOUR LABEL": SCORE}  # … (+7)'),
     ({f"A{n}": 2 for n in range(1, 20)}, {}, None),
     ({"A1": 20, "A2": 4}, {}, '{"A1": SCORE}  # … (+1)'),
     ({"A" * 60 + "1": 20}, {}, '{"YOUR LABEL": SCORE}  # … (+1)'),
     ({"A" * 59 + "1": 20}, {}, f'{{"{"A" * 59}1": SCORE}}'),
     ({"勧める": 30, "勧めない": 20, "未定": 10}, {"勧める": 10, "未定": None},
      '{"勧める": 10, "未定": null, "勧めない": SCORE}')],
)  # fmt: skip
@each("declared", [True, False])
def test_labels_of_many_rows_are_named_in_the_line_to_write(counts, labels, line, declared):
    question = of_scores(counts, labels, declared=declared)
    assert code(question) == ("E-SCORE-LABELS" if line else ())
    if line:
        assert all(question.said(language).endswith(f"\nscore_labels: {line}") for language in ("en", "ja"))


def test_labels_of_influence_are_named_too():
    said = str(of_influence({"a lot": 12, "little": 11, "x": 1}))
    assert said.endswith('\ninfluence_labels: {"a lot": SHARE, "little": SHARE}  # … (+1)')


def test_the_question_about_words_tells_how_many():
    question = of_scores({"とても": 8, "9": 2})
    assert (question.fields["wordy"], question.fields["cells"]) == (8, 10)
    assert all("score_labels: {" in question.said(language) for language in ("en", "ja"))


@each(
    ("counts", "line", "straight"),
    [({"0 - Extremely likely": 1}, "[10, 0]", "[0, 10]"),
     ({"10 - Not at all likely": 1, "0": 4}, "[10, 0]", "[0, 10]"),
     ({"1（とても勧めたい）": 5, "10": 2, "9": 9}, "[10, 1]", "[1, 10]"),
     ({"10（全く勧めない）": 5, "0": 2}, "[10, 0]", "[0, 10]"),
     ({"1（とても勧めたい）": 5, "5（全く勧めたくない）": 5, "3（どちらでもない）": 1}, "[5, 1]", "[1, 5]"),
     ({"0 - Extremely likely": 2, "10 - Extremely likely": 2}, "[10, 0]", "[0, 10]"),
     ({"Detractor (10)": 3, "0": 1}, "[10, 0]", "[0, 10]"),
     ({"7 - not likely": 3, "0": 1}, "[10, 0]", "[0, 10]"), ({"3 - very likely": 3, "0": 1, "9": 1}, "[10, 0]",
     "[0, 10]"),
     ({"100 - unlikely": 3, "0 - likely": 1}, "[100, 0]", "[0, 100]")],
)  # fmt: skip
def test_reversed_scales(counts, line, straight):
    question = of_scores(counts)
    assert code(question) == "E-SCORE-REVERSED"
    for language in ("en", "ja"):
        assert f"score_scale: {line}" in question.said(language)
        assert f"score_scale: {straight}" in question.said(language)


def test_a_slip_beyond_the_scale_turns_no_labels_round():
    # on 0–100 a 10 would be the low end; two of a hundred are slips, three are not
    straight, reverse = {"10 - Extremely likely": 40, "9": 58}, {"10 - Not at all likely": 40, "9": 58}
    assert of_scores(straight | {"11": 2}) == ()
    assert code(of_scores(reverse | {"11": 2})) == "E-SCORE-REVERSED"
    assert code(of_scores(straight | {"11": 3})) == "E-SCORE-REVERSED"


@each(
    "counts",
    [{"0 - Not at all likely": 5, "10 - Extremely likely": 5, "8": 1},
     {"10（とても勧めたい）": 5, "0（全く勧めない）": 1},
     {"9 - can't complain": 1, "10 - very good": 1, "0 - not likely": 1}, {"0 - unlikely": 9},
     {"5 - どちらでもない": 1, "8": 1},
     {"0 - Extremely unlikely": 9}, {"Promoter (9)": 5, "Detractor (2)": 4}, {"6 - not likely": 4},
     {"4 - likely": 2, "9": 1}],
)  # fmt: skip
def test_straight_scales(counts):
    assert of_scores(counts) == ()


@each(
    ("counts", "header", "warnings"),
    [({"1": 10, "10": 50, "9": 40}, "", ("W-SCALE-1-10",)), ({"1": 10, "10": 50, "9": 39}, "", ()),
     ({"1": 10, "10": 50, "9": 40, "0": 1}, "", ()), ({"10": 100}, "", ()), ({"1": 4, "10": 500}, "", ()),
     ({"1": 5, "9": 500}, "", ()), ({"2": 50, "10": 50}, "", ()),
     ({"1": 1, "10": 5}, "1〜10で", ("W-SCALE-1-10",)), ({"1": 1, "10": 5}, "0〜10で", ()),
     ({"1": 1, "10": 5}, "1-10, 0-10", ()),
     ({"0": 10, "7": 20}, "", ("W-SCALE-LOW",)), ({"0": 10, "7": 19}, "", ()), ({"0": 10, "7": 20, "8": 1}, "", ()),
     ({"0": 50, "7": 49, "8": 1}, "", ("W-SCALE-LOW",)), ({"1": 5, "10": 99, "11": 1}, "", ("W-SCALE-1-10",))],
)  # fmt: skip
def test_warnings(counts, header, warnings):
    assert of_scores(counts, header=header) == warnings


@given(st.dictionaries(st.integers(0, 10).map(str), st.integers(1, 40), min_size=1))
@few
def test_numbers_above_7_and_at_0_raise_no_question(counts):
    counts = {**counts, "0": 3, "8": 1 + sum(counts.values())}
    assert of_scores(counts) == ()


@given(st.permutations(["1", "5", "3", "x", "", "4 - fine"]))
@few
def test_the_order_of_the_cells_is_of_no_matter(texts):
    assert code(of_scores(dict.fromkeys(texts, 2))) == "E-SCORE-SCALE"


@each(
    ("counts", "low", "high"),
    [({"0": 5, "1": 5}, 0, 1), ({"0": 9, "80": 9, "50": 9}, 0, 100), ({"0": 5, "1": 4}, None, None),
     ({"0": 30}, None, None), ({"1": 30}, 0, 1),
     ({"1": 1, "3": 1, "5": 1}, 1, 5), ({"85": 2, "9": 1}, 0, 100), ({"0.3": 1, "0.8": 1, "1": 1}, 0, 1),
     ({"7": 30}, 1, 7),
     ({"7": 3, "6": 1}, None, None), ({"0": 3, "1": 3}, None, None), ({"0.5": 2}, None, None),
     ({"1": 1, "5": 1}, None, None),
     ({"0": 1, "9": 4}, None, None), ({}, None, None), ({"0.5": 2, "7": 3}, None, None)],
)  # fmt: skip
def test_influence_that_may_be_on_another_scale(counts, low, high):
    question = of_influence(counts)
    assert code(question) == ("E-INFLUENCE-SCALE" if high else None)
    for language in ("en", "ja") if high else ():
        assert f"influence_scale: [{low}, {high}]" in question.said(language)
        assert "influence_scale: [0, 10]" in question.said(language)


@each(
    ("counts", "labels", "asked"),
    [({"a lot": 2, "little": 1}, {}, "E-INFLUENCE-LABELS"), ({"a lot": 2, "little": 1}, {"a lot": 0.9}, None),
     ({"a lot": 2, "9": 1}, {}, None), ({"a lot": 9, "much": 3}, {"a lot": 0.9}, None),
     ({"a lot": 2, "4": 3}, {"a lot": 0.9}, "E-INFLUENCE-SCALE"),
     ({"5": 9, "4": 2}, {"５": 1.0}, None), ({"10 - not at all": 2, "0": 1}, {}, "E-INFLUENCE-REVERSED"),
     ({"1（とても影響される）": 2, "9": 1}, {}, "E-INFLUENCE-REVERSED"),
     ({"10 - very much": 2, "0 - not at all": 1}, {}, None)],
)  # fmt: skip
def test_influence_in_words(counts, labels, asked):
    question = of_influence(counts, labels)
    assert code(question) == asked
    assert asked is None or all("influence_" in question.said(language) for language in ("en", "ja"))


def test_a_scale_in_use_that_is_not_0_to_10_raises_no_question():
    assert of_scores({"1": 3, "5": 3}, scale=(1, 5)) == ()
    assert of_influence({"1": 3, "5": 3}, scale=(1, 5)) is None


@each(
    ("header", "asks"),
    [("1 = extremely likely, 10 = not at all likely", True), ("1 is very likely and 10 is unlikely", True),
     ("1：ぜひ勧めたい〜10：勧めない", True), ("10点がまったく勧めない、0点がぜひ勧めたい", True),
     ("0 = not at all likely, 10 = extremely likely", False), ("0 (not at all likely) - 10 (extremely likely)", False),
     ("Q1: would you recommend us?", False), ("0点＝全く勧めない、10点＝ぜひ勧めたい", False)],
)  # fmt: skip
def test_what_a_question_says_of_its_ends(header, asks):
    counts = {str(number): 3 for number in range(11)}
    assert code(of_scores(counts, header=header)) == ("E-SCORE-REVERSED" if asks else ())
    assert code(of_influence(counts, header=header)) == ("E-INFLUENCE-REVERSED" if asks else None)


@each(
    ("counts", "codes"),
    [({"80%": 5, "8": 2}, ("E-SCORE-SCALE", "E-INFLUENCE-MIXED")), ({"80%": 5, "0": 2}, ("E-SCORE-SCALE", None)),
     ({"80%": 2, "9": 8}, ((), "E-INFLUENCE-MIXED")), ({"80%": 3, "9": 13}, ((), "E-INFLUENCE-MIXED")),
     ({"80%": 3, "9": 12}, ("E-SCORE-SCALE", "E-INFLUENCE-MIXED"))],
)  # fmt: skip
def test_percentages_and_plain_numbers(counts, codes):
    assert (code(of_scores(counts)), code(of_influence(counts))) == codes
    assert of_influence(counts, declared=True) is None


@each(
    ("counts", "declared", "labels"),
    [({"9": 60, "99": 10}, False, {"99": None}), ({"9": 6, "99.0": 5, "85": 4}, True, {"99": None}),
     ({"9": 60, "99": 10}, False, {"99": None}), ({"9": 3}, False, {})],
)  # fmt: skip
def test_codes_of_no_answer_are_labels_without_a_number(counts, declared, labels):
    assert with_codes(counts, ScaleAsked((0, 10), declared, {"x": 1})).labels == labels | {"x": 1}
    assert with_codes(counts, ScaleAsked((0, 10), declared, {"99": 9})).labels == {"99": 9}

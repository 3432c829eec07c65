"""First rows of files: titles, names, labels; names that are blank or stand twice."""

from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.read.columns.formats import FORMATS
from helpers.read.columns.header_rows import label_rows, merged, named, unique
from helpers.read.columns.header_search import is_data, place_of_names
from tests.each import each

ORDERS = ["order_id", "customer_id", "ordered_at", "amount"]


@each(
    ("rows", "place"),
    [([ORDERS], 0), ([["売上一覧"], ORDERS], 1), ([["期間", "2025年"], ORDERS], 1),
     ([["売上一覧", "", "", ""], ["出力日", "2026/04/02", "", ""], ORDERS], 2),
     ([["Q1", "Q2"], ["A", "B"]], 0), ([ORDERS, ORDERS], 0),
     # groups over the names, as merged cells of a sheet
     ([["お客様", "", "ご注文", "", ""], ["会員番号", "氏名", "注文番号", "注文日", "金額"]], 1),
     ([["会員番号", "ご注文", "", ""], ["", "注文番号", "注文日", "金額"]], 1),
     # one known name alone heads a table only under titles
     ([["Survey 2026"], ["No", "Question A"]], 1),
     ([["Question A", "Question B", "Question C"], ["1", "x", "email"]], 0),
     # rows of data are no header, though cells look like known names
     ([["notes", "how", "via"], ["C1", "a@example.jp", "メール"]], 0), ([["a"], ["ステータス", "2026-01-01"]], 0),
     ([["a", "b", "c"], ["comment", "メール", "12"]], 0), ([["a", "b", "c"], ["comment", "メール", "x"]], 1),
     ([["a", "b", "c", "d", "e"], ORDERS], 0)],
)  # fmt: skip
def test_which_row_has_the_names(rows, place):
    table = "responses" if "comment" in rows[-1] or "No" in rows[-1] else "purchases"
    assert place_of_names(rows, table) == place


def test_the_users_headers_are_known_names():
    rows = [["shop", "2026"], ["alpha", "beta", "gamma"], ["1", "2", "3"]]
    assert place_of_names(rows, "responses") == 0
    assert place_of_names(rows, "responses", {"score": "beta", "token": "gamma"}) == 1


@each(
    ("cells", "known", "data"),
    [(["Q1", "Q2"], 0, False), (["C1", "12"], 0, True), (["C1", "¥1,200円"], 0, True),
     (["C1", "2026年4月1日"], 0, True), (["a", "taro@example.jp"], 3, True), (["score", "12"], 1, False),
     (["score", "2026-04-01 10:00"], 1, True),
     (["a", "taro@example.jp"], 1000, False), (["1st question", "mail me @ noon", "2026"], 2, False), ([], 0, False)],
)  # fmt: skip
def test_rows_of_data(cells, known, data):
    assert is_data(cells, known) is data


QUALTRICS = [
    ["StartDate", "EndDate", "ResponseId", "Q1"],
    ["Anfangsdatum", "Enddatum", "Antwort-ID", "Wie wahrscheinlich 0-10?"],
    ['{"ImportId":"startDate","timeZone":"Etc/GMT+5"}', '{"ImportId":"endDate"}', '{"ImportId":"_recordId"}', "{}"],
    ["2026-03-01 10:00:00", "2026-03-01 10:01:00", "R_1", "9"],
]


@each(("gone", "rows"), [((), 2), ((1,), 1), ((2,), 1), ((1, 2), 0), ((3,), 2)])
def test_label_rows_of_qualtrics_however_many_are_left(gone, rows):
    left = [cells for place, cells in enumerate(QUALTRICS) if place not in gone]
    assert label_rows(FORMATS["qualtrics"], left) == left[1 : 1 + rows]


@each(
    ("second", "labels"),
    [(["", "Response", "Episode IV"], 1), (["", "", "10 - Extremely likely"], 1), (["117", "Response", "x"], 0),
     (["", "9", "x"], 0), (["x", "Response", "x"], 0)],
)  # fmt: skip
def test_label_rows_of_surveymonkey(second, labels):
    assert (
        len(label_rows(FORMATS["surveymonkey"], [["Respondent ID", "Q1", "Q2"], second, ["", "Response", ""]]))
        == labels
    )


def test_no_label_rows_elsewhere():
    assert label_rows(None, QUALTRICS) == label_rows(FORMATS["typeform"], QUALTRICS) == []


def test_names_and_labels():
    codes, texts = named(FORMATS["qualtrics"], QUALTRICS[0], QUALTRICS[1:3])
    assert (codes, texts) == (QUALTRICS[0], QUALTRICS[1])
    assert named(FORMATS["qualtrics"], QUALTRICS[0], QUALTRICS[2:3])[1] == ["", "", "", ""]
    assert named(None, ["a"], []) == (["a"], ["a"])


def test_choices_under_a_question():
    cells = ["Respondent ID", "How likely?", "Which ones?", "", "", "Other?", ""]
    choices = ["", "Response", "Red", "", "Blue", "Yes"]
    names, texts = named(FORMATS["surveymonkey"], cells, [choices])
    assert names == texts
    assert names[:2] == ["Respondent ID", "How likely?"]
    assert names[2:] == ["Which ones? – Red", "Which ones?", "Which ones? – Blue", "Other? – Yes", "Other?"]


@each(
    ("cells", "above", "expected"),
    [(["", "b"], ["A", "B"], ["A", "b"]), (["", "b"], ["A"], ["", "b"]), (["", "b"], ["A", "2026-01-01"], ["", "b"]),
     (["", "b", ""], ["A", "B"], ["A", "b", ""]), (["a", ""], [], ["a", ""])],
)  # fmt: skip
def test_cells_merged_downwards(cells, above, expected):
    assert merged(cells, above) == expected


@each(
    ("given", "names", "several"),
    [([], [], {}), (["a", "b"], ["a", "b"], {}), (["", "a", ""], ["column 1", "a", "column 3"], {}),
     (["a", "a", "a"], ["a", "a (2)", "a (3)"], {"a": ("a", "a (2)", "a (3)")}),
     (["a", "a (2)", "a"], ["a", "a (2)", "a (3)"], {"a": ("a", "a (3)")}),
     (["a", "a", "a (2)"], ["a", "a (3)", "a (2)"], {"a": ("a", "a (3)")}),
     (["", "column 1"], ["column 1 (2)", "column 1"], {}),
     (["a", "A"], ["a", "A"], {})],
)  # fmt: skip
def test_names_are_made_unique(given, names, several):
    assert unique(given) == (tuple(names), several)


@given(st.lists(st.sampled_from(["", "a", "a (2)", "b", "column 2"]), max_size=8))
@settings(deadline=None, max_examples=100)
def test_unique_names_keep_their_places(given):
    names, several = unique(given)
    assert len({*names}) == len(names) == len(given)
    assert all(name.startswith(cell or "column") for name, cell in zip(names, given, strict=True))
    assert all(len(others) > 1 and others[0] == name for name, others in several.items())

"""Parameter files and --set: read as plain YAML, refused by name, never with a stack."""

import re
from datetime import date

import pytest

from helpers.base.errors import KitError
from helpers.base.parameter_files import read_yaml
from helpers.base.tables import TABLES
from helpers.run.settings import SAMPLE_FILES, assignments, report_settings

DAY = {"as_of": "2026-04-01"}


@pytest.fixture
def file(tmp_path):
    """Writer of a parameter file."""

    def write(content, name="shop.yaml"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return path

    return write


def test_a_file_is_a_mapping_of_names_to_values(file):
    assert read_yaml(file("as_of: 2026-04-01\nnote: 店\n")) == {"as_of": date(2026, 4, 1), "note": "店"}


def test_a_byte_order_mark_is_no_part_of_the_first_name(file):
    assert read_yaml(file(b"\xef\xbb\xbfnote: x\n")) == {"note": "x"}


@pytest.mark.parametrize(
    "content",
    [
        "",  # nothing
        "- a\n- b\n",  # a list
        "just a sentence",
        "1: a\n",  # a name that is a number
        "note: 店".encode("cp932"),
        "note: [1, 2\n",  # a bracket left open
        "note: 1\nnote: 2\n",  # said twice
        "columns: {responses: {}, responses: {}}",  # said twice further down
        "a: &x 1\nb: *x\n",  # an alias
        "a: &a [*a]\n",  # one that holds itself
        "a: 1\n---\nb: 2\n",  # two documents
        "a: !!python/object/apply:os.system [id]\n",
        "a: !!python/name:os.system\n",
        "!!python/object/new:os.system [id]\n",
        "a: !!int x\n",
        "a: !!float x\n",
        "a: !!bool x\n",
        "a: !!timestamp x\n",
        "a: !!map [1]\n",
        "!!map text\n",
        "? [1]\n: 2\n",
        "a: \x00\n",  # a control character
        "a: 0x_\n",
        "[" * 5000,  # deeper than anything written by hand
    ],
)
def test_anything_else_is_refused_with_the_files_name(file, content):
    with pytest.raises(KitError, match=r"^E-PARAMETER-FILE shop\.yaml"):
        read_yaml(file(content))


def test_what_is_wrong_is_said_with_its_row(file):
    assert said_of(file("a: &x 1\nb: *x\n")) == (
        "E-PARAMETER-FILE shop.yaml row 2: an alias; write the value out.",
        "E-PARAMETER-FILE shop.yaml 2行目: エイリアス（*）は使えません。値をそのまま書いてください。",
    )
    assert said_of(file("note: 1\nnote: 2\n")) == (
        "E-PARAMETER-FILE shop.yaml row 1: note: named twice in one place. Keep one.",
        "E-PARAMETER-FILE shop.yaml 1行目: note が同じ場所に2回あります。1つにしてください。",
    )
    english, japanese = said_of(file("seed: 1\nnote: [1, 2\nseed: 3\n"))
    assert english.startswith(
        "E-PARAMETER-FILE shop.yaml row 3: not readable as YAML. Check this row and the one above"
    )
    assert japanese.startswith("E-PARAMETER-FILE shop.yaml 3行目: YAMLとして読めません。この行と1つ上の行について")


def said_of(path):
    """What is said of a file that is refused, in both languages."""
    with pytest.raises(KitError) as refused:
        read_yaml(path)
    return refused.value.said("en"), refused.value.said("ja")


def test_a_refusal_quotes_no_value(file):
    with pytest.raises(KitError) as refused:
        read_yaml(file("token: !!int SECRET-4711\n"))
    assert "SECRET" not in str(refused.value)


@pytest.mark.parametrize("path", ["none.yaml", "."])
def test_a_missing_file_or_a_folder_is_refused(tmp_path, path):
    with pytest.raises(KitError, match=r"E-PARAMETER-FILE .*no such file"):
        read_yaml(tmp_path / path)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("report_name=0012", "0012"),  # text parameters stay text
        ("note=no", "no"),
        ("shop_name=a=b", "a=b"),
        ("amount_basis=[net", "[net"),
        ("timezone= Asia/Tokyo ", "Asia/Tokyo"),
        ("window_days=90", 90),  # others are YAML
        ("gross_margin_rate=0.5", 0.5),
        ("complaints=null", None),
        ("conversion=none", "none"),
        ("conversion=0.2", 0.2),
        ("as_of=2026-04-01", date(2026, 4, 1)),
        ("where={region: [kanto, chubu]}", {"region": ["kanto", "chubu"]}),
    ],
)
def test_set_reads_yaml_except_for_text_parameters(text, value):
    assert assignments([text]) == {text.partition("=")[0]: value}


def test_the_last_of_two_sets_counts():
    assert assignments(["window_days=30", "window_days=90"]) == {"window_days": 90}


@pytest.mark.parametrize(
    "text", ["window_days", "=3", "", "window_days=[", "where=*x", "where={a: 1, a: 2}", "seed=!!int x"]
)
def test_a_set_that_cannot_be_read_is_refused(text):
    with pytest.raises(KitError, match=r"^E-PARAMETER ") as refused:
        assignments([text])
    assert re.match("E-PARAMETER (--set には|[a-z_]+: 値を読み取れません)", refused.value.said("ja"))


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"windw_days": 3}, "windw_days: no such parameter; did you mean window_days"),
        ({"as_off": "2026-04-01"}, "as_off: no such parameter; did you mean as_of"),
        ({"xyzzy": 1}, "xyzzy: no such parameter$"),
        ({"window_days": "90"}, "window_days: "),
        ({"window_days": True}, "window_days: "),
        ({"customers": 12}, "customers: "),
        ({"as_of": "2026-02-30"}, "as_of: "),
        ({"language": False}, "language: "),
        ({"report_name": "../up"}, "report_name: "),
    ],
)
def test_unknown_names_and_wrong_types_are_refused_by_name(values, message):
    with pytest.raises(KitError, match=message) as refused:
        report_settings(DAY | values, "shop")
    assert refused.value.code == "E-PARAMETER"


def test_a_date_that_no_calendar_has_is_refused_by_name(file):
    with pytest.raises(KitError, match=r"^E-PARAMETER as_of: "):
        report_settings(read_yaml(file("as_of: 2026-02-30\n")), "shop")
    with pytest.raises(KitError, match=r"^E-PARAMETER as_of: "):
        report_settings(assignments(["as_of=2026-02-30"]), "shop")


def test_the_samples_files_stand_in_only_where_no_file_is_named():
    assert {table: getattr(report_settings(DAY, "x"), table) for table in TABLES} == SAMPLE_FILES
    own = report_settings(DAY | {"purchases": "mine.csv"}, "x")
    assert [getattr(own, table) for table in TABLES] == [None, "mine.csv", None, None, None]
    none = report_settings(DAY | {"complaints": None}, "x")  # naming that there is none is naming, too
    assert [getattr(none, table) for table in TABLES] == [None] * 5


def test_the_files_stem_names_a_report_that_names_none():
    assert report_settings(DAY, "autumn").report_name == "autumn"
    assert report_settings(DAY | {"report_name": "own"}, "autumn").report_name == "own"


@pytest.mark.parametrize(("start", "indent"), [("", ""), ("columns:\n  purchases:\n", "    ")])
def test_a_file_of_other_things_is_refused_at_its_first_thousand_names(file, start, indent):
    names = [f"{indent}name_{number}: 1\n" for number in range(1001)]
    assert read_yaml(file(start + "".join(names[:1000])))
    with pytest.raises(KitError, match="more than 1000"):
        read_yaml(file(start + "".join(names) + "[what follows is not looked at"))

"""The clean file: its types, the same values when it is read again, and what it never writes over."""

import os
import stat
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.base.errors import KitError
from helpers.run.check import clean
from helpers.run.check.checking import checked_file
from helpers.run.check.clean import check_target, clean_table, lines_for_clean, write_clean

at = datetime.fromisoformat
ORDERS = "order_id,customer_id,ordered_at,amount"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("clean")


@pytest.fixture(scope="module")
def cleaned(folder):
    """Maker of a clean file: cells of a CSV file, the table, settings; also the check behind it."""

    def of(rows, table="purchases", **values):
        path = folder / "shop.csv"
        path.write_text("\n".join(map(_line, rows)) + "\n", encoding="utf-8", newline="\n")
        result = checked_file(str(path), table, values, describing=True)
        assert result.error is None, result.error
        return clean_table(result), result

    return of


def _line(row):
    return row if isinstance(row, str) else ",".join('"' + str(cell).replace('"', '""') + '"' for cell in row)


def again(table, result, folder):
    """The clean file once more checked, with the lines that are said to suffice."""
    target = folder / "clean.parquet"
    write_clean(table, target)
    lines = lines_for_clean(result, table, target)
    path = lines.pop(result.name)
    return checked_file(path, result.name, lines, describing=True)


def is_kept(table, result, folder):
    """Whether the clean file is read to the same values, without a fix or a row set aside."""
    second = again(table, result, folder)
    assert second.error is None, second.error
    assert dict(second.table.fixed) == {} and second.table.aside.empty
    first, second = (
        one.select([name for name in one.column_names if name != "source_row"]) for one in (table, clean_table(second))
    )
    return second.equals(first)


# --- types and contents --------------------------------------------------------------------------------------------


def test_types_of_purchases(cleaned, folder):
    rows = [
        "order_id,customer_id,email,ordered_at,amount,refund_amount,memo",
        ["001", "C1", "A@x.jp", "2025-04-01T10:00:00Z", "¥12,800", "", "secret"],
    ]
    table, result = cleaned(rows)
    assert table.schema == pa.schema(
        [("order_id", pa.string()), ("customer_id", pa.string()), ("email", pa.string()),
         ("ordered_at", pa.timestamp("us")), ("amount", pa.decimal128(18, 0)), ("refund_amount", pa.decimal128(18, 0))]
    )  # fmt: skip
    assert table.to_pylist() == [
        {"order_id": "001", "customer_id": "C1", "email": "a@x.jp", "ordered_at": at("2025-04-01 19:00"),
         "amount": Decimal(12800), "refund_amount": None}
    ]  # fmt: skip
    assert is_kept(table, result, folder)


def test_cents_are_exact(cleaned, folder):
    amounts = ["0.07", "-1234567890123.45", "0.10", "1,149.005"]
    table, result = cleaned([ORDERS, *([f"O{n}", "C", "2025-04-01", x] for n, x in enumerate(amounts))], currency="USD")
    assert table.schema.field("amount").type == pa.decimal128(18, 2)
    assert table["amount"].to_pylist() == [Decimal(text) for text in ("0.07", "-1234567890123.45", "0.10", "1149.00")]
    assert is_kept(table, result, folder)


def test_a_currency_of_three_decimals_says_that_the_point_parts_them(cleaned, folder):
    table, result = cleaned([ORDERS, "O1,C,2025-04-01,1.500"], currency="KWD", decimal_sign=".")
    assert table["amount"].to_pylist() == [Decimal("1.500")]
    assert lines_for_clean(result, table, folder / "c.parquet")["decimal_sign"] == "."
    assert is_kept(table, result, folder)


def test_types_of_answers(cleaned, folder):
    rows = [
        "customer_id,score,responded_at,recommended_count,influence,warned_count,finished,comment",
        ["C1", "10点", "2025-04-01", "約10名", "4", "", "1", " a, b "],
        ["C2", "9", "", "5〜8人", "", "0", "済", ""],
    ]
    table, result = cleaned(rows, "responses", influence_scale=[1, 5], count_range="high")
    types = {name: str(kind) for name, kind in zip(table.column_names, table.schema.types, strict=True)}
    assert types == {
        "customer_id": "string", "score": "int64", "responded_at": "timestamp[us]", "recommended_count": "int64",
        "influence": "double", "warned_count": "int64", "finished": "bool", "comment": "string",
    }  # fmt: skip
    assert [list(row.values())[1:] for row in table.to_pylist()] == [
        [10, at("2025-04-01"), 10, 4.0, None, True, "a, b"],
        [9, None, 8, None, 0, True, None],
    ]
    assert is_kept(table, result, folder)


def test_only_rows_used_are_there_in_the_files_order(cleaned):
    rows = ["customer_id,score", "C9,1", "C3,", "C2,11", "C2,7", "C1,8", *(f"D{n},9" for n in range(20, 0, -1))]
    table, _ = cleaned(rows, "responses")
    assert table["customer_id"].to_pylist() == ["C9", "C2", "C1", *(f"D{n}" for n in range(20, 0, -1))]


def test_nor_are_those_there_that_a_step_leaves_out(cleaned, folder):
    table, _ = cleaned([f"{ORDERS},status", "O1,C1,2025-04-01,5,paid", "O2,C1,2025-04-01,6,cancelled"])
    assert table["order_id"].to_pylist() == ["O1"]
    table, _ = cleaned(["customer_id,score,responded_at", "C1,1,2025-04-01", "C1,2,2025-05-01"], "responses")
    assert table["score"].to_pylist() == [2]


def test_customers_keep_their_attributes_as_text(cleaned, folder):
    rows = [
        "customer_id,acquired_on,mail_consent,acquisition_cost,region,name",
        "001,2025/4/1,はい,500,北,山田",
        "2,2025-04-02,,,,",
    ]
    table, result = cleaned(rows, "customers")
    assert table.schema.field("region").type == pa.string()
    assert table.to_pylist() == [
        {"customer_id": "001", "acquired_on": at("2025-04-01"), "acquisition_cost": Decimal(500),
         "mail_consent": True, "name": "山田", "region": "北"},
        {"customer_id": "2", "acquired_on": at("2025-04-02"), "acquisition_cost": None, "mail_consent": False,
         "name": None, "region": None},
    ]  # fmt: skip
    assert is_kept(table, result, folder)


def test_an_attribute_that_would_be_taken_for_another_column_is_left_out(cleaned, folder):
    columns = {"customers": {"email": ""}}
    table, result = cleaned(["customer_id,メールアドレス,色", "1,a@x.jp,赤"], "customers", columns=columns)
    assert table.column_names == ["customer_id", "色"]
    assert is_kept(table, result, folder)


def test_consent_that_cant_be_read_is_none(cleaned, folder):
    table, result = cleaned(["customer_id,mail_consent", "1,perhaps", *(f"{n},1" for n in range(2, 9))], "customers")
    assert table["mail_consent"].to_pylist()[:2] == [False, True]
    assert is_kept(table, result, folder)


def test_complaints_and_invitations(cleaned, folder):
    rows = ["complaint_id,customer_id,received_at,severity,order_id", "K1,C1,2025-04-01 09:30,Near Miss,O1"]
    table, result = cleaned(rows, "complaints")
    assert list(table.to_pylist()[0].values()) == ["K1", "C1", at("2025-04-01 09:30"), "near_miss", "O1"]
    assert is_kept(table, result, folder)
    table, result = cleaned(["customer_id,token,invited_at", "C1,t1,2025-04-01", "C2,t2,"], "invitations")
    assert table["invited_at"].to_pylist() == [at("2025-04-01"), None]
    assert is_kept(table, result, folder)


# --- what re-reading could get wrong -------------------------------------------------------------------------------


def test_refunds_alike_in_all_that_is_kept_stay_two(cleaned, folder):
    head = "order_id,customer_id,ordered_at,amount,kind,memo"
    rows = [
        head,
        "O1,C1,2025-04-01,5000,order,",
        "O1,C1,2025-04-02,-500,refund,cup",
        "O1,C1,2025-04-02,-500,refund,pot",
    ]
    table, result = cleaned(rows)
    assert table["source_row"].to_pylist() == [2, 3, 4]
    assert is_kept(table, result, folder)


@pytest.mark.parametrize(("scale", "written"), [([0, 10], ["10", "0"]), ([10, 0], ["0", "10"])])
def test_scores_are_saved_with_the_best_on_top(cleaned, folder, scale, written):
    rows = ["customer_id,score", f"C1,{written[0]}", f"C2,{written[1]}"]
    table, result = cleaned(rows, "responses", score_scale=scale, passive_from=7, promoter_from=9)
    assert table["score"].to_pylist() == [10, 0]
    assert is_kept(table, result, folder)


def test_labels_are_saved_as_the_numbers_that_they_stand_for(cleaned, folder):
    labels = {"score_labels": {"yes": 10, "no": 2}, "influence_labels": {"a lot": 0.3, "none": 0.0}}
    table, result = cleaned(["customer_id,score,influence", "C1,yes,a lot", "C2,no,none"], "responses", **labels)
    assert (table["score"].to_pylist(), table["influence"].to_pylist()) == ([10, 2], [0.3, 0.0])
    assert is_kept(table, result, folder)


def test_statuses_that_only_the_shop_system_knows_are_named_in_the_lines(cleaned, folder):
    rows = [
        "注文ID,会員ID,小計,値引き,対応状況(名称),受注日",
        "1,7,3000,-200,発送済み,2025-04-01",
        "2,8,900,0,取り寄せ中,2025-04-01",
    ]
    table, result = cleaned(rows)
    assert table["amount"].to_pylist() == [2800, 900]
    assert lines_for_clean(result, table, folder / "c.parquet")["statuses_used"] == ["取り寄せ中"]
    assert is_kept(table, result, folder)


def test_anonymous_answers_say_so(cleaned, folder):
    table, result = cleaned(["score", "9", "9", "3"], "responses", columns={"responses": {"customer_id": ""}})
    assert table.column_names == ["score"] and table.num_rows == 3
    lines = lines_for_clean(result, table, folder / "c.parquet")
    assert lines["columns"] == {"responses": {"customer_id": ""}}
    assert is_kept(table, result, folder)


def test_lines_keep_what_is_not_of_the_first_files_form(cleaned, folder):
    told = {"currency": "USD", "timezone": "UTC", "date_order": "dmy", "columns": {"purchases": {"amount": "sum"}}}
    table, result = cleaned(["order_id,customer_id,ordered_at,sum", "1,2,01/02/2025,$5.25"], **told)
    lines = lines_for_clean(result, table, folder / "c.parquet")
    assert lines == {"purchases": (folder / "c.parquet").as_posix(), "timezone": "UTC", "currency": "USD"}
    assert is_kept(table, result, folder)


# --- properties ----------------------------------------------------------------------------------------------------

MONEY = [
    lambda n: str(n),
    lambda n: f"{n:,}",
    lambda n: f"¥{n:,}" if n >= 0 else f"▲{-n:,}",
    lambda n: f"{n:,}円" if n >= 0 else f"({-n})",
    lambda n: f" {n}.0 ",
]
TIMES = [
    lambda t: t.isoformat(),
    lambda t: t.isoformat(" ") + "+09:00",
    lambda t: f"{t.year}年{t.month}月{t.day}日 {t.hour}:{t.minute:02}:{t.second:02}",
    lambda t: t.replace(tzinfo=timezone(timedelta(hours=9))).astimezone(UTC).isoformat(),
]
forms = st.integers(0, 59)
moments = st.datetimes(at("1990-01-01"), at("2100-01-01")).map(lambda t: t.replace(microsecond=0))
order = st.tuples(st.integers(-(10**12), 10**12), moments, forms, forms)


@settings(deadline=None, max_examples=25)
@given(st.lists(order, min_size=1, max_size=12))
def test_orders_in_any_form_are_saved_as_what_they_are_and_read_again(cleaned, folder, orders):
    orders += [(abs(x) + 1, *form) for x, *form in orders]  # files of refunds alone are refused
    rows = [[f"{n:05}", f"C{n}", TIMES[b % 4](t), MONEY[a % 5](x)] for n, (x, t, a, b) in enumerate(orders)]
    table, result = cleaned([ORDERS, *rows], currency="JPY")
    assert table["order_id"].to_pylist() == [f"{n:05}" for n in range(len(orders))]
    assert table["amount"].to_pylist() == [Decimal(x) for x, *_ in orders]
    assert table["ordered_at"].to_pylist() == [t for _, t, *_ in orders]
    assert is_kept(table, result, folder)


letters = st.text(st.characters(codec="utf-8", exclude_characters="\0\r\n"), max_size=12)
answer = st.tuples(st.integers(0, 10), st.integers(0, 1000), st.integers(0, 10**6), letters)
SCALES = [[0, 10], [1, 5], [0, 1], [-3, 3], [0, 100]]


@settings(deadline=None, max_examples=25)
@given(st.lists(answer, min_size=1, max_size=12), st.sampled_from(SCALES))
def test_answers_with_any_comment_are_saved_as_what_they_are_and_read_again(cleaned, folder, answers, scale):
    low, high = scale
    told = [round(low + millionths / 10**6 * (high - low), 6) for *_, millionths, _ in answers]
    rows = [
        [f"C{n}", f"{score}点", f"約{people}人", f"{said:.6f}", comment]
        for n, ((score, people, _, comment), said) in enumerate(zip(answers, told, strict=True))
    ]
    names = "customer_id,score,recommended_count,influence,comment"
    table, result = cleaned([names, *rows], "responses", score_scale=[0, 10], influence_scale=scale)
    assert table["score"].to_pylist() == [score for score, *_ in answers]
    assert table["recommended_count"].to_pylist() == [people for _, people, *_ in answers]
    assert table["influence"].to_pylist() == told
    assert is_kept(table, result, folder)


# --- where it is written -------------------------------------------------------------------------------------------

SMALL = pa.table({"order_id": ["1"]})


def test_only_its_owner_may_read_it(tmp_path):
    write_clean(SMALL, tmp_path / "c.parquet")
    assert pq.read_table(tmp_path / "c.parquet").equals(SMALL)
    assert os.name == "nt" or stat.S_IMODE((tmp_path / "c.parquet").stat().st_mode) == 0o600


def test_a_failed_write_leaves_what_was_there_and_nothing_else(tmp_path, monkeypatch):
    write_clean(SMALL, tmp_path / "c.parquet")
    before = (tmp_path / "c.parquet").read_bytes()

    def full(table, file):
        file.write(b"PAR1")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(clean.pq, "write_table", full)
    with pytest.raises(KitError, match="E-SAVE-WRITE"):
        write_clean(SMALL, tmp_path / "c.parquet")
    assert [path.name for path in tmp_path.iterdir()] == ["c.parquet"]
    assert (tmp_path / "c.parquet").read_bytes() == before


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "orders.csv"
    path.write_text(f"{ORDERS}\n", encoding="utf-8")
    return path


def refused(target, path):
    with pytest.raises(KitError) as error:
        check_target(target, str(path))
    return error.value.code


def test_a_new_name_and_an_earlier_clean_file_may_be_written(tmp_path, source):
    check_target(tmp_path / "c.parquet", str(source))
    write_clean(SMALL, tmp_path / "c.parquet")
    check_target(tmp_path / "c.parquet", str(source))


@pytest.mark.parametrize("content", [b"", b"PAR1", b"PAR1 and more", b"a,b\n1,2\n", b"no PAR1"])
def test_what_is_no_parquet_file_is_never_written_over(tmp_path, source, content):
    (tmp_path / "c.parquet").write_bytes(content)
    assert refused(tmp_path / "c.parquet", source) == "E-SAVE"


def test_a_folder_is_no_file(tmp_path, source):
    (tmp_path / "c.parquet").mkdir()
    assert refused(tmp_path / "c.parquet", source) == "E-SAVE"


def test_the_file_that_is_read_is_never_written_over(tmp_path):
    pq.write_table(SMALL, tmp_path / "orders.parquet")
    assert refused(tmp_path / "orders.parquet", tmp_path / "orders.parquet") == "E-SAVE"
    assert refused(tmp_path / "x" / ".." / "orders.parquet", tmp_path / "orders.parquet") == "E-SAVE-FOLDER"
    (tmp_path / "x").mkdir()
    assert refused(tmp_path / "x" / ".." / "orders.parquet", tmp_path / "orders.parquet") == "E-SAVE"


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_nor_through_a_link(tmp_path):
    pq.write_table(SMALL, tmp_path / "orders.parquet")
    (tmp_path / "link.parquet").symlink_to(tmp_path / "orders.parquet")
    assert refused(tmp_path / "link.parquet", tmp_path / "orders.parquet") == "E-SAVE"


def test_nor_under_another_name_of_it(tmp_path):
    pq.write_table(SMALL, tmp_path / "orders.parquet")
    (tmp_path / "same.parquet").hardlink_to(tmp_path / "orders.parquet")
    assert refused(tmp_path / "same.parquet", tmp_path / "orders.parquet") == "E-SAVE"


def test_no_file_is_written_that_would_be_read_the_next_time(tmp_path, source):
    assert refused(tmp_path / "c.parquet", tmp_path) == "E-SAVE"
    assert refused(tmp_path / "orders-clean.parquet", tmp_path / "orders*") == "E-SAVE"
    check_target(tmp_path / "c.parquet", str(tmp_path / "orders*"))


def test_the_folder_must_be_there(tmp_path, source):
    assert refused(tmp_path / "none" / "c.parquet", source) == "E-SAVE-FOLDER"


def test_a_missing_source_is_left_to_the_check(tmp_path):
    check_target(tmp_path / "c.parquet", str(tmp_path / "none.csv"))
    check_target(tmp_path / "c.parquet", str(tmp_path / "none*.csv"))

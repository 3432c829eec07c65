"""Headers that nothing reads are listed; what looks like a column of the kit is proposed, never taken."""

from helpers.base.tables import CANONICAL_COLUMNS
from helpers.read.columns import spelling
from helpers.read.columns.header_search import header
from helpers.read.columns.unused import HINTS, not_used, proposed
from helpers.read.columns.vocabulary import NAMES
from helpers.read.roles import canonical_table
from tests.each import each


def likely(table, name, cells, *decided):
    """Canonical columns that one header of these cells is proposed for."""
    found = header([(1, ["customer_id", name]), *((row, ["C", cell]) for row, cell in enumerate(cells, 2))], table)
    return [*proposed(table, found, found.names[1:], {"customer_id", *decided})]


@each(
    ("table", "name", "cells", "column"),
    [("responses", "n_recommended", "0123", "recommended_count"),
     ("responses", "friends told", "0123", "recommended_count"),
     ("responses", "何人くらいに紹介", "0123", "recommended_count"),
     ("responses", "n_warned", "0123", "warned_count"),
     ("responses", "recommend_why", ["it is good", "tasty"], "comment"),
     ("responses", "q5_better", ["very good"] * 5, "comment"),
     ("responses", "q7", ["The parcel came a day late.", "I like the taste of it a lot."], "comment"),
     ("responses", "q7", ["The parcel was late.", "I like it very much."], "comment"),  # 20 characters
     ("customers", "newsletter_ok", ["yes, once in a month", "no"], "mail_consent"),
     ("responses", "改善してほしい点", ["値段", "梱包"], "comment"),
     ("responses", "influenced_by_friend", "0159", "influence"),
     ("responses", "contact_info", ["a@example.jp", "b@example.jp"], "email"),
     ("responses", "q9", ["a@x.jp", "b@x.jp"], "email"),
     ("responses", "survey_end", ["2025-04-01", "2025-04-02"], "responded_at"),
     ("responses", "is_complete", "0110", "finished"),
     ("purchases", "total_refunds_usd", ["", "1.50"], "refund_amount"),
     ("purchases", "返金した額", ["", "500"], "refund_amount"),
     ("purchases", "row_kind_name", ["Sale", "Refund", "Fix"], "kind"),
     ("purchases", "order_stage", ["new", "sent"], "status"),
     ("purchases", "ccy_currency", ["USD", "USD"], "currency"),
     ("customers", "utm_source_first", ["web", "ad"], "acquisition_channel"),
     ("customers", "ad_cost", ["500", "20"], "acquisition_cost"),
     ("purchases", "order_stage", ["packed and waiting 1"], "status"),  # 20 characters
     ("purchases", "order_stage", [f"stage {n % 15}" for n in range(30)], "status"),
     ("purchases", "order_stage", [f"stage {n}" for n in range(29)], "status"),
     ("customers", "newsletter_ok", ["1", ""], "mail_consent"),
     ("customers", "newsletter_ok", ["daily", "weekly", "monthly", "never"], "mail_consent"),
     ("customers", "定期コース開始", ["2025-04-01"], "subscription_started_on"),
     ("customers", "plan_cancelled", ["2025-04-01"], "subscription_ended_on"),
     ("customers", "member_from", ["2025-04-01"], "acquired_on"),
     ("invitations", "opening_time", ["2025-04-01"], "opened_at"),
     ("invitations", "survey_round", ["spring", "fall"], "wave")],
)  # fmt: skip
def test_what_looks_like_a_column_is_proposed(table, name, cells, column):
    assert likely(table, name, cells) == [column]
    assert likely(table, name, cells, column) == []  # it is read already, or the user said that there is none


@each(
    ("table", "name", "cells"),
    [("responses", "n_recommended", ["very", "much"]), ("responses", "recommended_score", "0123"),
     ("responses", "q5", ["good", "bad"]), ("responses", "q5_better", "1234"), ("responses", "q5_better", ["", ""]),
     ("responses", "browser", ["Mozilla/5.0 (X11; Linux)", "Mozilla/5.0 (Mac; x)"]),
     ("responses", "q7", ["The parcel came a day late."] * 2), ("responses", "q9", ["-", "a@x.jp", "b@x.jp"]),
     ("purchases", "order_stage", ["packed and waiting 10"]),
     ("purchases", "order_stage", [f"stage {n % 16}" for n in range(30)]),
     ("purchases", "order_stage", [f"stage {n % 31}" for n in range(62)]), ("customers", "newsletter_ok", ["", ""]),
     ("customers", "newsletter_ok", ["yes, twice in a month", "no"]),
     ("responses", "page", ["https://example.jp/a/b/c/d", "https://example.jp/a/b/c/e"]),
     ("purchases", "refund_date", ["", "2025-04-01"]), ("purchases", "product_type", ["Coffee", "Tea"]),
     ("purchases", "refund_note", ["late", "sorry"]), ("purchases", "status_code", "0123"),
     ("customers", "newsletter_ok", ["daily", "weekly", "monthly", "never", "ask"]),
     ("customers", "rank", ["gold", "none"]), ("customers", "birth_created", ["x", "y"])],
)  # fmt: skip
def test_by_its_name_or_its_content_alone_nothing_is_proposed(table, name, cells):
    assert likely(table, name, cells) == []


def test_hints_are_for_columns_that_a_table_has():
    optional = {column for columns in NAMES.values() for column in columns} | {
        "quantity",
        "unit_price",
        "tax",
        "mail_opt_out",
    }
    assert set(HINTS) <= optional
    named = {column for columns in CANONICAL_COLUMNS.values() for column in columns}
    assert {"recommended_count", "influence", "refund_amount", "kind", "status"} <= set(HINTS) & named


def test_headers_of_a_file_are_used_kept_or_listed(csv_file, settings):
    path = csv_file("customer_id,score,q5_better,,q6_other,\nC1,9,good value,x,fine,\nC2,8,bad,,so so,\n")
    (reading,) = canonical_table("responses", settings(responses=path)).readings
    assert reading.not_used == ("q5_better", "column 4", "q6_other")  # a blank header over blank cells is none
    assert reading.proposed == {"comment": ("q5_better", "q6_other")}
    path = csv_file("customer_id,rank,newsletter_ok\nC1,gold,1\nC2,,0\n")
    (reading,) = canonical_table("customers", settings(customers=path)).readings
    assert (reading.not_used, reading.proposed) == ((), {"mail_consent": ("newsletter_ok",)})
    named = settings(customers=path, columns={"customers": {"mail_consent": ""}})
    assert canonical_table("customers", named).readings[0].proposed == {}


def test_files_with_one_header_are_judged_by_the_rows_of_both(tmp_path, settings):
    rows = [
        [f"ch_{row * 7},{invoice},C1,2025-04-01,5" for row in range(start, start + 12)]
        for start, invoice in ((0, "in_1"), (50, ""))
    ]
    for number, lines in enumerate(rows):
        text = "\n".join(["id,Invoice ID,customer_id,date,amount", *lines])
        (tmp_path / f"{number}.csv").write_text(text, encoding="utf-8")
    table = canonical_table("purchases", settings(purchases=str(tmp_path)))
    assert len(table.frame) == 24 and {reading.columns["order_id"] for reading in table.readings} == {"id"}
    assert table.not_used() == ["Invoice ID"]


def test_each_header_of_a_wide_file_is_looked_at_once():
    names = ["customer_id", "score", *(f"feature {letter} {n}" for n in range(500) for letter in "abcdefgh")]
    spelling.plain.cache_clear()
    found = header([(1, names), (2, ["1"] * len(names))], "responses")
    assert not_used(found, {"customer_id", "score"}) == found.names[2:]
    assert proposed("responses", found, found.names[2:], set()) == {}
    assert spelling.plain.cache_info().misses < 3 * len(names)

"""Make the sample shop: `python data/sample/make_shop.py` writes its files beside this script.

The same seed gives the same bytes. README.md in this folder is the codebook.
"""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from shop_model import AS_OF_DAY, YEAR, candidate_orders, customer_base, dates, generator, subscription_ends
from shop_orders import observed_orders, order_book, with_large_refunds
from shop_survey import (
    MAIL_DAY,
    RATINGS,
    answer_rows,
    answering_customers,
    answers,
    complaints,
    earlier_net_amount,
    invited_customers,
    recommenders,
    tokens,
)
from shop_truth import segment_effect, truth

SEED = 20260401
WAVE = "2026-03"
FAMILY_NAMES = ["見本", "例示", "仮名", "架空", "試作", "サンプル"]
GIVEN_NAMES = ["花子", "一郎", "桜", "太郎", "みどり", "次郎", "ひかり", "三郎"]
PURCHASE_COLUMNS = ["order_id", "customer_id", "ordered_at", "amount", "refund_amount", "status"]
RESPONSE_COLUMNS = [
    "response_id",
    "customer_id",
    "responded_at",
    "score",
    "recommended_count",
    "influence",
    "comment",
    *RATINGS,
]
TWICE, BLANK_SCORES, UNKNOWN_ANSWERS = 10, 10, 12
IMPOSSIBLE_SCORES = ["11", "11", "-1", "-1", "8.5", "8.5", "とても満足", "good"]


@dataclass(frozen=True)
class Shop:
    """The tables by file name (without .csv) and the truth behind them."""

    tables: dict
    truth: dict


def with_ids(base):
    """Customers with their ids, in the order of registration."""
    return base.assign(customer_id=[f"C{number:05d}" for number in range(1, len(base) + 1)])


def day_texts(days):
    """ISO dates; blank where there is none or where it lies after the report's date."""
    known = days.notna() & (days < AS_OF_DAY)
    return np.where(known, dates(days.where(known, 0)), "")


def customer_table(seed, base, own_ends):
    """customers.csv: everything invented."""
    rng = generator(seed, "names")
    family, given = rng.choice(FAMILY_NAMES, len(base)), rng.choice(GIVEN_NAMES, len(base))
    number = base["customer_id"].str[1:]
    return pd.DataFrame(
        {
            "customer_id": base["customer_id"],
            "acquired_on": dates(base["acquired_day"]),
            "email": "mihon" + number + "@example.jp",
            "name": pd.Series(family) + " " + pd.Series(given) + number,
            "acquisition_channel": base["channel"],
            "mail_consent": base["mail_consent"],
            "subscription_started_on": day_texts(base["subscription_day"]),
            "subscription_ended_on": day_texts(pd.Series(own_ends)),
            "region": base["region"],
            "age_band": base["age_band"],
        }
    )


def invitation_table(seed, base, invited):
    """invitations.csv: one row an invited customer."""
    ids = base["customer_id"].to_numpy()[invited]
    mailed = dates([MAIL_DAY])[0] + "T09:30:00"
    return pd.DataFrame({"customer_id": ids, "token": tokens(seed, len(invited)), "wave": WAVE, "invited_at": mailed})


def repeated_answers(rng, rows):
    """Earlier answers of a few people, two points off, an hour or more before their last one."""
    a_day_on = rows["responded_at"] > rows["responded_at"].min() + np.timedelta64(1, "D")
    again = rows.iloc[rng.choice(np.flatnonzero((rows["score"] >= 2) & a_day_on), TWICE, replace=False)]
    waited = rng.integers(3600, 20 * 3600, TWICE).astype("timedelta64[s]")
    return again.assign(score=again["score"] - 2, responded_at=again["responded_at"] - waited, comment="")


def unknown_answers(rng, rows):
    """Answers of people whom the customer file doesn't hold."""
    copies = rows.iloc[rng.choice(len(rows), UNKNOWN_ANSWERS, replace=False)]
    return copies.assign(customer_id=[f"X{number:05d}" for number in range(901, 901 + UNKNOWN_ANSWERS)], comment="")


def with_spoiled_scores(rng, rows, eligible):
    """Some scores blank, some impossible, among the eligible rows; scores as text."""
    places = rng.choice(np.flatnonzero(eligible), BLANK_SCORES + len(IMPOSSIBLE_SCORES), replace=False)
    score = rows["score"].astype(str).to_numpy(dtype=object)
    score[places] = [""] * BLANK_SCORES + IMPOSSIBLE_SCORES
    return rows.assign(score=score)


def response_table(seed, base, rows):
    """responses.csv: answers with the planted defects, in no particular order."""
    rng = generator(seed, "planted answers")
    rows = rows.assign(customer_id=base["customer_id"].to_numpy()[rows["customer"]])
    table = pd.concat([rows, repeated_answers(rng, rows), unknown_answers(rng, rows)], ignore_index=True)
    genuine = (table.index < len(rows)) & ~table["customer_id"].duplicated(keep=False)
    table = with_spoiled_scores(rng, table, genuine).iloc[rng.permutation(len(table))]
    moments = np.datetime_as_string(table["responded_at"].to_numpy().astype("datetime64[s]"))
    numbers = [f"A{number:05d}" for number in range(1, len(table) + 1)]
    return table.assign(response_id=numbers, responded_at=moments)[RESPONSE_COLUMNS]


def referral_table(seed, base, answer):
    """truth_referrals.csv: who recommended the shop to each customer that a referral brought last year."""
    recent = base["acquired_day"].between(AS_OF_DAY - YEAR, AS_OF_DAY - 1) & (base["channel"] == "referral")
    came = np.flatnonzero(recent)
    ids = base["customer_id"].to_numpy()
    return pd.DataFrame({"customer_id": ids[came], "recommended_by": ids[recommenders(seed, came, base, answer)]})


def simulate(seed=SEED):
    """The whole shop, in memory.

    Returns
    -------
    Shop
    """
    base = with_ids(customer_base(seed))
    ends = subscription_ends(seed, base)
    orders = candidate_orders(seed, base, ends)
    earlier = earlier_net_amount(orders, ends, len(base))
    answer = answers(seed, base, earlier)
    segment = answer["segment"].to_numpy()
    orders = with_large_refunds(seed, orders, ends, segment)
    book = order_book(seed, base, observed_orders(orders, ends, segment))
    own_ends = ends[np.arange(len(base)), segment]
    invited = invited_customers(seed, base)
    rows = answer_rows(seed, answering_customers(seed, invited, answer, earlier), answer)
    tables = tables_of(seed, base, book, answer, own_ends, invited, rows)
    effect = segment_effect(orders, ends, int((base["acquired_day"] < AS_OF_DAY).sum()))
    return Shop(tables, truth(tables["customers"], genuine_orders(book), answer, effect))


def genuine_orders(book):
    """Orders of known customers before as_of, tests left out."""
    return book[(book["customer"] >= 0) & (book["day"] < AS_OF_DAY) & (book["status"] != "test")]


def tables_of(seed, base, book, answer, own_ends, invited, rows):
    """Every file's table, by its name."""
    counted = genuine_orders(book).query("status != 'cancelled'").reset_index(drop=True)
    known = base["acquired_day"] < AS_OF_DAY
    said = answer.assign(customer_id=base["customer_id"])[["customer_id", "score", "recommended_count", "influence"]]
    return {
        "customers": customer_table(seed, base, own_ends),
        "purchases": book[PURCHASE_COLUMNS],
        "responses": response_table(seed, base, rows),
        "invitations": invitation_table(seed, base, invited),
        "complaints": complaints(seed, counted, answer["segment"].to_numpy()),
        "truth_answers": said[known],
        "truth_referrals": referral_table(seed, base, answer),
    }


def write(shop, folder):
    """Write the shop's CSV files (UTF-8 with BOM, LF) and truth.json into a folder."""
    for name, table in shop.tables.items():
        table.to_csv(Path(folder) / f"{name}.csv", index=False, encoding="utf-8-sig", lineterminator="\n")
    text = json.dumps(shop.truth, indent=2, ensure_ascii=False) + "\n"
    (Path(folder) / "truth.json").write_bytes(text.encode())


if __name__ == "__main__":
    write(simulate(), Path(__file__).parent)

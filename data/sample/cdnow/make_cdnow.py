"""Make the CDNOW sample: `python data/sample/cdnow/make_cdnow.py` writes its three CSVs beside this script.

Customers and purchases are the rows of CDNOW_master.txt; the answers are simulated. The same bytes every
time: the standard library alone, and of its random numbers only random(), which Python keeps as it is.
"""

import csv
import math
from collections import defaultdict
from pathlib import Path
from random import Random
from statistics import NormalDist

HERE = Path(__file__).resolve().parent
SEED = 19980701
WINDOW_START = "1997-07-01"
ANSWER_SHARE = {True: 0.19, False: 0.055}  # bought in the last year, or not
SCORE_SHARES = [0.03, 0.01, 0.02, 0.03, 0.03, 0.09, 0.08, 0.14, 0.20, 0.15, 0.22]  # of scores 0 to 10
SPEND_WEIGHT = 0.10  # of the standardised log of a year's spending on the liking; the rest is noise
RECOMMENDED_AGAIN = {"promoter": 0.58, "passive": 0.33, "detractor": 0.12}  # chance of one more
BLANK_SHARE = {"score": 0.012, "recommended_count": 0.18, "influence": 0.15}
CUSTOMER_COLUMNS = ["customer_id", "acquired_on"]
PURCHASE_COLUMNS = ["order_id", "customer_id", "ordered_at", "amount"]
RESPONSE_COLUMNS = ["response_id", "customer_id", "responded_at", "score", "recommended_count", "influence"]


def purchases(source):
    """One order per row of the source; its id is the physical line in the file, the header being line 1."""
    lines = source.read_text(encoding="ascii").splitlines()
    fields = [line.split() for line in lines[1:]]
    return [
        [str(line), customer, f"{day[:4]}-{day[4:6]}-{day[6:]}", amount]
        for line, (customer, day, _, amount) in enumerate(fields, start=2)
    ]


def customers(orders):
    """Each customer with the day of the first order."""
    first = {}
    for _, customer, day, _ in orders:
        first[customer] = min(day, first.get(customer, day))
    return [[customer, first[customer]] for customer in sorted(first)]


def yearly_spending(orders):
    """Dollars per customer since WINDOW_START; those who bought nothing are absent."""
    spending = defaultdict(float)
    for _, customer, day, amount in orders:
        if day >= WINDOW_START:
            spending[customer] += float(amount)
    return spending


def liking(rng, spending):
    """A standard normal that leans a little to those who spent more."""
    spent = (math.log1p(spending) - 1.5) / 2
    noise = NormalDist().inv_cdf(max(rng.random(), 1e-12))
    return SPEND_WEIGHT * spent + math.sqrt(1 - SPEND_WEIGHT**2) * noise


def score(liked):
    """0 to 10, in the shares of SCORE_SHARES."""
    share = NormalDist().cdf(liked)
    return next((s for s in range(10) if share < sum(SCORE_SHARES[: s + 1])), 10)


def recommended_count(rng, given):
    """How often someone says to have recommended the shop: geometric, more often by promoters."""
    again = RECOMMENDED_AGAIN["promoter" if given >= 9 else "passive" if given >= 7 else "detractor"]
    count = 0
    while rng.random() < again:
        count += 1
    return count


def influence(rng):
    """0 to 10: a third were not influenced at all, the others in any degree."""
    return 0 if rng.random() < 1 / 3 else int(rng.random() * 11)


def answered_at(rng):
    """A minute in June 1998; most answer within days of the mail of the 1st."""
    days = min(-4 * math.log(1 - rng.random()), 29.0)
    return f"1998-06-{1 + int(days):02d} {8 + int(rng.random() * 14):02d}:{int(rng.random() * 60):02d}"


def answer(rng, customer, spending):
    """One simulated answer without its id; blanks where a question was skipped."""
    given = score(liking(rng, spending))
    values = {"score": given, "recommended_count": recommended_count(rng, given), "influence": influence(rng)}
    shown = ["" if rng.random() < BLANK_SHARE[name] else str(value) for name, value in values.items()]
    return [customer, answered_at(rng), *shown]


def responses(orders, seed=SEED):
    """The simulated answers in the order of arrival."""
    rng, spending = Random(seed), yearly_spending(orders)
    answers = [
        answer(rng, customer, spending.get(customer, 0.0))
        for customer, _ in customers(orders)
        if rng.random() < ANSWER_SHARE[customer in spending]
    ]
    answers.sort(key=lambda row: (row[1], row[0]))
    return [[f"R{number:05d}", *row] for number, row in enumerate(answers, start=1)]


def write(path, columns, rows):
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([columns, *rows])


def make(folder, source=HERE / "CDNOW_master.txt"):
    """Writes customers.csv, purchases.csv and responses.csv into folder."""
    orders = purchases(source)
    write(folder / "customers.csv", CUSTOMER_COLUMNS, customers(orders))
    write(folder / "purchases.csv", PURCHASE_COLUMNS, orders)
    write(folder / "responses.csv", RESPONSE_COLUMNS, responses(orders))


if __name__ == "__main__":
    make(HERE)

"""The survey and the complaints: what everybody would answer, who does answer, who complains.

A score depends on tenure, the net amount of the window before, channel, region and age, and on
luck of its own; on nothing else that also moves the purchases of the window.
"""

import numpy as np
import pandas as pd
from shop_model import (
    AS_OF_DAY,
    BEFORE_DAY,
    SEGMENTS,
    START,
    WINDOW_DAY,
    YEAR,
    dates,
    generator,
    happens,
    returned,
)

SCORE_MEAN, SCORE_NOISE = 7.95, 1.95
SCORE_PER_TENURE_YEAR, SCORE_PER_LOG_SPEND = 1.0, 0.55
LARGE_BUYER_YEN, LARGE_BUYER_SCORE = 40_000, -2.7
SCORE_BY_CHANNEL = {"search": 0.1, "ads": -0.4, "mall": -0.2, "catalogue": 0.3, "referral": 0.5}
SCORE_BY_REGION = {"hokkaido": -0.2, "tohoku": 0.1, "kanto": 0.0, "chubu": 0.0, "kansai": 0.1, "west": -0.1}
SCORE_BY_AGE = {"20s": -0.3, "30s": -0.1, "40s": 0.0, "50s": 0.1, "60s+": 0.2}
PASSIVE_FROM, PROMOTER_FROM = 7, 9

RECOMMENDS = np.array([0.25, 0.40, 0.65])  # share that recommended at all, in the order of SEGMENTS
PEOPLE = {1: 270, 2: 250, 3: 180, 4: 50, 5: 145, 6: 12, 7: 10, 8: 15, 10: 60, 15: 1, 20: 5, 30: 1, 50: 1}
PEOPLE_HEARD = 10  # of those who claim more, ten
INFLUENCE_MEAN, INFLUENCE_SPREAD = 5.8, 2.3
COUNT_BLANK, INFLUENCE_BLANK = 0.05, 0.04

INVITED, LIST_DAY, MAIL_DAY = 4000, 1426, 1431  # list drawn 2026-02-25, mailed 2026-03-02
ANSWER_LOGIT, ANSWER_PER_SCORE, ANSWER_PER_LOG_SPEND = -0.62, 0.13, 0.22
TOKEN_LETTERS = np.array(list("abcdfghjkmnpqrstvwxyz23456789"))
COMMENTED = 0.24
RATINGS = {"delivery": (3.1, 0.33, 0.8), "price": (3.4, 0.17, 0.9), "quality": (4.2, 0.10, 0.7)}  # mean, slope, noise
RATING_BLANK = 0.03
# fmt: off
COMMENTS = {
    "detractor": [
        "箱がつぶれて届きました", "電話がなかなかつながらない", "値段のわりに量が少ない", "解約の手続きがわかりにくい",
        "The parcel came three days late.", "Too expensive for what it is", "香りが合いませんでした",
        "返品の案内が見つからなかった", "お世話になっています。ただ、最近は品切れが多いです",
    ],
    "passive": [
        "ふつうに使えています", "悪くはない", "It's fine, nothing special", "もう少し種類がほしい",
        "味はよいが送料が高い", "Good, but the box is too big", "可もなく不可もなく",
    ],
    "promoter": [
        "肌に合って、とても気に入っています", "いつもおいしいです", "友人にもすすめました", "これからも続けます",
        "Quick delivery, lovely packaging", "Love it!", "贈り物にして喜ばれました", "電話の応対がていねい",
        "定期便が便利です",
    ],
}
# fmt: on

COMPLAINTS_WINDOW = {"major": 12, "minor": 180, "near_miss": 500}
COMPLAINTS_EARLIER = {"major": 19, "minor": 260, "near_miss": 610}
COMPLAINS = np.array([3.0, 1.2, 0.7])  # weights in the order of SEGMENTS
COMPLAINT_DELAY, WITHOUT_ORDER = 14, 0.15


def earlier_net_amount(orders, ends, n):
    """Net amount in yen of the window before, per customer; no segment plays a part in it."""
    real = orders["day"].between(BEFORE_DAY, WINDOW_DAY - 1) & ~orders["cancelled"] & happens(orders, ends)[:, 1]
    net = orders["amount"] - orders["refund"] * returned(orders)[:, 1]
    return np.bincount(orders.loc[real, "customer"], net[real], n)


def expected_score(base, earlier):
    """Mean of the score, before rounding, from what the shop can see."""
    tenure_years = (AS_OF_DAY - base["acquired_day"]) / YEAR
    by_tenure = SCORE_PER_TENURE_YEAR * (tenure_years - 1.85)
    by_spend = SCORE_PER_LOG_SPEND * (np.log1p(earlier / 10_000) - 0.5) + LARGE_BUYER_SCORE * (
        earlier >= LARGE_BUYER_YEN
    )
    by_group = base["channel"].map(SCORE_BY_CHANNEL) + base["region"].map(SCORE_BY_REGION)
    return SCORE_MEAN + by_tenure + by_spend + by_group.astype(float) + base["age_band"].map(SCORE_BY_AGE).astype(float)


def segment_codes(score):
    """Position in SEGMENTS of each score."""
    return (score >= PASSIVE_FROM).astype(int) + (score >= PROMOTER_FROM)


def answers(seed, base, earlier):
    """What everybody would answer.

    Returns
    -------
    DataFrame
        score, segment (position in SEGMENTS), people (recommended to, the truth), recommended_count
        (the same, NA where left blank), influence (0–10, NA where left blank).
    """
    rng = generator(seed, "answers")
    n = len(base)
    latent = expected_score(base, earlier) + SCORE_NOISE * rng.standard_normal(n)
    score = np.clip(np.rint(latent), 0, 10).astype(int)
    segment = segment_codes(score)
    weight = np.array(list(PEOPLE.values())) / sum(PEOPLE.values())
    people = rng.choice(np.array(list(PEOPLE)), n, p=weight) * (rng.random(n) < RECOMMENDS[segment])
    influence = np.clip(np.rint(rng.normal(INFLUENCE_MEAN, INFLUENCE_SPREAD, n)), 0, 10).astype(int)
    table = pd.DataFrame({"score": score, "segment": segment, "people": people})
    table["recommended_count"] = table["people"].astype("Int64").mask(rng.random(n) < COUNT_BLANK)
    return table.assign(influence=pd.Series(influence).astype("Int64").mask(rng.random(n) < INFLUENCE_BLANK))


def recommenders(seed, came, base, answer):
    """Row number of the recommender of each row in came: by people recommended to, and there before.

    How far a recommendation moves somebody is the same whoever gives it, so it cancels.
    """
    weight = np.minimum(answer["people"].to_numpy(), PEOPLE_HEARD)
    reach = np.cumsum(weight)  # customers stand in the order of registration
    earlier = np.searchsorted(base["acquired_day"], base["acquired_day"].to_numpy()[came], side="left")
    heard = generator(seed, "referrals").random(len(came)) * reach[earlier - 1]
    return np.searchsorted(reach, heard, side="right")


def invited_customers(seed, base):
    """Row numbers of a plain random draw among those who agreed to mails."""
    rng = generator(seed, "invitations")
    willing = np.flatnonzero((base["mail_consent"] == 1) & (base["acquired_day"] < LIST_DAY))
    return np.sort(rng.choice(willing, INVITED, replace=False))


def tokens(seed, n):
    """Opaque texts, one an invitation."""
    letters = generator(seed, "tokens").choice(TOKEN_LETTERS, (n, 20))
    return ["".join(row) for row in letters]


def answering_customers(seed, invited, answer, earlier):
    """Row numbers of those who answer: the happier and the bigger buyers more often."""
    spend = np.log1p(earlier[invited] / 10_000)
    logit = ANSWER_LOGIT + ANSWER_PER_SCORE * (answer["score"].to_numpy()[invited] - 7.6) + ANSWER_PER_LOG_SPEND * spend
    return invited[generator(seed, "answering").random(len(invited)) < 1 / (1 + np.exp(-logit))]


def comments(rng, segment):
    """A short remark or, mostly, none."""
    pick, speaks = rng.random(len(segment)), rng.random(len(segment)) < COMMENTED
    banks = [COMMENTS[SEGMENTS[code]] for code in segment]
    return [bank[int(p * len(bank))] if s else "" for bank, p, s in zip(banks, pick, speaks, strict=True)]


def ratings(seed, score):
    """Ratings 1–5 beside the score, which they follow with noise of their own; NA where left blank."""
    rng, apart = generator(seed, "ratings"), score - score.mean()
    given = {}
    for name, (mean, slope, noise) in RATINGS.items():
        value = np.clip(np.rint(mean + slope * apart + noise * rng.standard_normal(len(score))), 1, 5)
        given[name] = pd.Series(value).astype("Int64").mask(rng.random(len(score)) < RATING_BLANK)
    return given


def answer_rows(seed, who, answer):
    """Answers as they come in: customer (row number), time, the three figures, comment, ratings."""
    rng = generator(seed, "responses")
    rows = answer.iloc[who][["score", "recommended_count", "influence"]].reset_index(drop=True)
    seconds = np.minimum(rng.exponential(5 * 86_400, len(who)), 28.5 * 86_400 + rng.integers(0, 86_400, len(who)))
    opened = START.astype("datetime64[s]") + np.timedelta64(MAIL_DAY * 86_400 + 10 * 3600, "s")
    rows.insert(0, "customer", who)
    rows.insert(1, "responded_at", opened + seconds.astype("int64").astype("timedelta64[s]"))
    rows = rows.assign(comment=comments(rng, answer["segment"].to_numpy()[who]))
    return rows.assign(**ratings(seed, rows["score"].to_numpy()))


def complaint_rows(rng, orders, weight, severities, to_day):
    """Complaints about orders drawn by weight, received within two weeks and before to_day."""
    kinds = np.repeat(list(severities), list(severities.values()))
    rows = orders.iloc[rng.choice(len(orders), len(kinds), replace=False, p=weight / weight.sum())]
    received = np.minimum(rows["day"] + rng.integers(0, COMPLAINT_DELAY, len(kinds)), to_day - 1)
    about = rows["order_id"].where(rng.random(len(kinds)) >= WITHOUT_ORDER, "")
    return pd.DataFrame({"customer_id": rows["customer_id"], "day": received, "severity": kinds, "order_id": about})


def complaints(seed, orders, segment):
    """Complaints of all years; those of the window come more often from detractors.

    Parameters
    ----------
    orders : DataFrame
        order_id, customer_id, customer (row number), day, status: the shop's genuine orders.
    segment : ndarray
        Position in SEGMENTS, per customer.
    """
    rng = generator(seed, "complaints")
    in_window = orders["day"] >= WINDOW_DAY
    late, early = orders[in_window], orders[~in_window]
    weight = COMPLAINS[segment[late["customer"]]] * np.where(late["status"] == "returned", 3, 1)
    parts = [
        complaint_rows(rng, early, np.ones(len(early)), COMPLAINTS_EARLIER, WINDOW_DAY),
        complaint_rows(rng, late, weight, COMPLAINTS_WINDOW, AS_OF_DAY),
    ]
    rows = pd.concat(parts).sort_values(["day", "customer_id", "order_id"], kind="stable", ignore_index=True)
    rows.insert(0, "complaint_id", [f"K{number:05d}" for number in range(1, len(rows) + 1)])
    return rows.assign(received_at=dates(rows["day"]))[
        ["complaint_id", "customer_id", "received_at", "severity", "order_id"]
    ]

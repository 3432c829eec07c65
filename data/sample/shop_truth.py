"""The truth behind the files: every figure for all customers, from the clean simulated data.

Plain arithmetic, customer by customer, that shares nothing with the kit's own helpers.
"""

import datetime as dt
import math
from collections import Counter, defaultdict

import numpy as np
from pandas import NA
from shop_model import AS_OF_DAY, SEGMENTS, WINDOW_DAY, YEAR, happens
from shop_orders import refunds

PARAMETERS = {
    "as_of": "2026-04-01",
    "window_days": YEAR,
    "window": "before",
    "gross_margin_rate": 0.6,
    "acquisition_cost": {"search": 2500, "ads": 6000, "mall": 3500, "catalogue": 4500, "referral": 1000},
    "acquisition_cost_rule": "new_customers",
    "retention_cost": 600,
    "referral_channels": ["referral"],
    "conversion": "crm",
    "influence_scale": [0, 10],
    "influence_rule": "common",
    "referred_ltv": "all",
    "incremental_share": 1.0,
    "max_recommendations": None,
    "statuses_used": ["completed", "shipped", "returned"],
    "statuses_unused": ["cancelled", "test"],
}
WINDOW = (dt.date(2025, 4, 1), dt.date(2026, 4, 1))
GAPS = [("promoter", "detractor"), ("promoter", "passive"), ("passive", "detractor")]
DECIMALS = 4


def mean(values):
    """Arithmetic mean, summed without rounding error."""
    return math.fsum(values) / len(values)


def net_amounts(purchases):
    """Yen per customer in the window, of the statuses that count."""
    net = defaultdict(int)
    for row in purchases.itertuples():
        day = dt.date.fromisoformat(row.ordered_at[:10])
        if WINDOW[0] <= day < WINDOW[1] and row.status in PARAMETERS["statuses_used"]:
            net[row.customer_id] += row.amount - row.refund_amount
    return net


def lifetime_value(net_amount, acquired_on, channel):
    """LTV of one customer in yen (METHOD 3)."""
    costs = PARAMETERS["retention_cost"] * (WINDOW[1] - max(acquired_on, WINDOW[0])).days / YEAR
    if acquired_on >= WINDOW[0]:
        costs += PARAMETERS["acquisition_cost"][channel]
    return PARAMETERS["gross_margin_rate"] * net_amount - costs


def valued_customers(customers, purchases, answer):
    """One dict a customer acquired before as_of: segment, net, ltv, count, influence (0–1), referred."""
    net, rows = net_amounts(purchases), []
    for row, said in zip(customers.itertuples(), answer.itertuples(), strict=True):
        acquired_on, channel = dt.date.fromisoformat(row.acquired_on), row.acquisition_channel
        if acquired_on >= WINDOW[1]:
            continue
        rows.append(
            {
                "segment": SEGMENTS[said.segment],
                "net": int(net[row.customer_id]),
                "ltv": lifetime_value(net[row.customer_id], acquired_on, channel),
                "count": None if said.recommended_count is NA else int(said.recommended_count),
                "influence": None if said.influence is NA else said.influence / 10,
                "referred": channel == "referral" and acquired_on >= WINDOW[0],
            }
        )
    return rows


def referral(rows):
    """What word of mouth is worth (METHOD 4): influence, cap, conversion, value of one customer."""
    counts = [row["count"] for row in rows if row["count"] is not None]
    cap = float(np.percentile(counts, 99))
    influence = mean([row["influence"] for row in rows if row["influence"] is not None])
    claimed = len(rows) * mean([min(count, cap) * influence for count in counts])
    acquired = sum(row["referred"] for row in rows)
    return {
        "influence_mean": influence,
        "conversion": acquired / claimed,
        "acquired_by_referral": acquired,
        "ltv_per_customer": mean([row["ltv"] for row in rows]),
        "created_claimed": claimed,
        "cap": cap,
    }


def segment_figures(rows, mouth):
    """n, means and totals of one segment's customers."""
    per_person = mouth["conversion"] * mouth["influence_mean"] * mouth["ltv_per_customer"]
    ltv = mean([row["ltv"] for row in rows])
    lrv = mean([per_person * min(row["count"], mouth["cap"]) for row in rows if row["count"] is not None])
    return {
        "n": len(rows),
        "ltv_mean": ltv,
        "lrv_mean": lrv,
        "value_mean": ltv + lrv,
        "ltv_total": math.fsum(row["ltv"] for row in rows),
        "net_amount_total": sum(row["net"] for row in rows),
    }


def net_promoter_score(rows):
    """NPS in points and the counts behind it."""
    count = Counter(row["segment"] for row in rows)
    value = 100 * (count["promoter"] - count["detractor"]) / len(rows)
    return {"value": value, "n": len(rows), **{f"{name}s": count[name] for name in reversed(SEGMENTS)}}


def segment_effect(orders, ends, known):
    """Mean difference in LTV, in yen, if the same customers were of one segment or another.

    Costs are the same in all three versions of a customer, so only the margin differs.
    """
    counts = (orders["day"].between(WINDOW_DAY, AS_OF_DAY - 1) & ~orders["cancelled"]).to_numpy()[:, None]
    net = np.where(happens(orders, ends) & counts, orders["amount"].to_numpy()[:, None] - refunds(orders), 0)
    worth = dict(zip(SEGMENTS, PARAMETERS["gross_margin_rate"] * net.sum(axis=0) / known, strict=True))
    return {f"{high}_{low}": worth[high] - worth[low] for high, low in GAPS}


def rounded(figures):
    """The same figures with floats cut to a fixed number of decimals."""
    if isinstance(figures, dict):
        return {key: rounded(value) for key, value in figures.items()}
    return round(float(figures), DECIMALS if abs(figures) >= 1 else 8) if isinstance(figures, float) else figures


def truth(customers, purchases, answer, effect):
    """Everything that truth.json holds."""
    rows = valued_customers(customers, purchases, answer)
    mouth = referral(rows)
    segments = {name: segment_figures([r for r in rows if r["segment"] == name], mouth) for name in reversed(SEGMENTS)}
    gaps = {
        f"{high}_{low}": {
            kind: segments[high][f"{kind}_mean"] - segments[low][f"{kind}_mean"] for kind in ("ltv", "lrv", "value")
        }
        for high, low in GAPS
    }
    everybody = segment_figures(rows, mouth)
    whole = {key: everybody[key] for key in ("n", "ltv_mean", "ltv_total", "net_amount_total")}
    figures = {"nps": net_promoter_score(rows), "segments": segments, "gaps": gaps, "customers": whole}
    return {"parameters": PARAMETERS, **rounded({**figures, "referral": mouth, "effect": effect})}

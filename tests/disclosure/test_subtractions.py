"""What somebody who subtracts shown figures gets of shops of 30 to 120 customers: never the few (METHOD §8)."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from helpers.base.results import SEGMENTS, is_seen
from helpers.compare.basis import basis_of
from helpers.compare.gaps import compared
from helpers.compare.groups import cut, group_names
from helpers.compare.growth import growth
from helpers.compare.nonresponse.effects import nonresponse
from helpers.compare.robustness.methods import method_scenarios
from helpers.compare.silent_detectors import complaints
from helpers.disclosure import shown
from helpers.merge.kpis import kpis
from helpers.merge.totals import totals
from helpers.report import sections
from helpers.report.context import Context
from helpers.run.settings import checked

SCORE = {"detractor": 3, "passive": 8, "promoter": 10}
GROUP, CELL = 10, 5  # the limits that a report has by default


def settings(**changes):
    return checked({"as_of": "2026-04-01", "resamples": 200, "segment_by": "region", **changes})


def small_shop(shop, *people):
    """Rows of step 2: customers of 2020 with an order of 100, each by what she differs in."""
    usual = {"orders": 1, "net_amount": 100}
    rows = shop(*({name: value for name, value in (usual | one).items() if name != "region"} for one in people))
    scores = pd.array([SCORE.get(segment) for segment in rows["segment"]], dtype="Int64")
    region = pd.Series([one.get("region") for one in people], index=rows.index, dtype="str")
    blank = dict.fromkeys(("returned_orders", "refunded_amount", "orders_before", "net_amount_before"), 0)
    more = {name: [one.get(name, 0) for one in people] for name in blank}
    return rows.assign(score=scores, region=region, ordered_amount=rows["net_amount"], complained_orders=0, **more)


def many(n, **cells):
    return [cells] * n


def seen_groups(rows, **changes):
    chosen = settings(**changes)
    part = shown(cut(basis_of(rows, None, chosen)), chosen)
    return part, {group.name: group for group in part.groups}


# One by one


def test_a_median_is_nobodys_own(shop):
    random = np.random.default_rng(3)
    people = [
        {"segment": name, "net_amount": float(value)} for name in SEGMENTS for value in random.lognormal(8, 1, 25)
    ]
    people += [{"net_amount": float(value)} for value in random.lognormal(8, 1, 19)]  # under twice min_group_size
    rows = small_shop(shop, *people)
    seen = shown(compared(basis_of(rows, None, settings())), settings())
    for name in SEGMENTS:
        own = sorted(rows.loc[rows["segment"] == name, "net_amount"])
        assert seen.segments[name].ltv.median == pytest.approx(sum(own[7:18]) / 11)
        assert np.abs(np.array(own) - seen.segments[name].ltv.median).min() > 1e-6
    assert seen.segments["none"].ltv and seen.segments["none"].ltv.median is None


def test_a_median_that_is_mostly_of_one_is_not_told(shop):
    """Of 25 the middle 11 spent nothing but for one of them: their mean would be her money ÷ 11."""
    rows = small_shop(
        shop,
        *many(17, segment="detractor", net_amount=0),
        *[{"segment": "detractor", "net_amount": net} for net in (777, *[900] * 7)],
        *many(25, segment="promoter"),
        *many(30),
    )
    seen = shown(compared(basis_of(rows, None, settings())), settings())
    assert seen.segments["detractor"].ltv.mean and not is_seen(seen.segments["detractor"].ltv.median)
    assert is_seen(seen.segments["promoter"].ltv.median)
    median = next(way for way in shown(method_scenarios(basis_of(rows, None, settings())), settings()).by("ltv")
                  if way.name == "median")  # fmt: skip
    assert not is_seen(median.gap)


@pytest.mark.parametrize(("complained", "told"), [(7, False), (9, False), (10, True), (0, True)])
def test_all_detractors_less_the_silent_ones(shop, complained, told):
    """LTV of the segment less that of its silent ones is the money of those who complained."""
    rows = small_shop(
        shop,
        *many(30 - complained, segment="detractor"),
        *many(complained, segment="detractor", complaints_minor=1, net_amount=321),
        *many(20, segment="promoter"),
        *many(20),
    )
    base = basis_of(rows, None, settings())
    detractors = shown(compared(base), settings()).segments["detractor"]
    silent = shown(complaints(base), settings()).silent
    assert is_seen(detractors.ltv_total) and is_seen(silent.ltv_total) == told
    if told:
        assert detractors.ltv_total - silent.ltv_total == 321 * complained
    summed = shown(totals(rows), settings()).groups["detractor"].net_amount
    assert is_seen(summed)  # told in more than one table


def test_others_and_unknown_of_one_customer_and_one_answer(shop):
    people = [{"segment": name, "region": region} for region in "ab" for name in SEGMENTS for _ in range(12)]
    people += [*many(8, region="a"), *many(8, region="b"), {"segment": "promoter", "region": None}]
    rows = small_shop(shop, *people)
    part, groups = seen_groups(rows)
    rest = groups[None]
    assert not any(map(is_seen, (rest.customers, rest.matched, rest.nps)))
    assert len([group for group in part.groups if is_seen(group.matched)]) <= 1  # the total less the others' is hers
    table = sections.groups(part).parts(Context(settings()))
    lines = {line[0]: line for grid in table if hasattr(grid, "rows") for line in grid.rows.to_numpy().tolist()}
    assert lines["others and unknown"][2:4] == ["—", "—"]


@pytest.mark.parametrize(("silent", "told"), [(0, True), (1, False), (4, False), (5, True)])
def test_those_of_a_group_who_did_not_answer(shop, silent, told):
    people = [{"segment": name, "region": region} for region in "abc" for name in SEGMENTS for _ in range(8)]
    rows = small_shop(shop, *people, *many(silent, region="a"), *many(9, region="b"), *many(9, region="c"))
    _, groups = seen_groups(rows)
    assert (is_seen(groups["a"].customers) and is_seen(groups["a"].matched)) == told
    if told:
        assert groups["a"].customers - groups["a"].matched == silent


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ({"promoter": 20}, False),  # each one's answer
        ({"promoter": 17, "passive": 3}, False),  # score, interval and number tell of three
        ({"promoter": 15, "passive": 5}, True),
        ({"promoter": 10, "passive": 5, "detractor": 5}, True),
    ],
)
def test_a_region_in_which_all_have_one_segment(shop, answers, told):
    people = [{"segment": name, "region": region} for region in "bc" for name in SEGMENTS for _ in range(10)]
    people += [{"segment": name, "region": "a"} for name, n in answers.items() for _ in range(n)]
    _, groups = seen_groups(small_shop(shop, *people, *[{"region": region} for region in "abc" for _ in range(6)]))
    assert is_seen(groups["a"].nps) == told
    assert is_seen(groups["b"].nps) + is_seen(groups["c"].nps) == (2 if told else 1)  # a second one goes with it


@pytest.mark.parametrize(("referred", "told"), [(5, False), (9, False), (10, True), (0, True)])
def test_shares_of_money(shop, referred, told):
    """ENC × what was bought before is the money of the new customers who were referred."""
    new = {"acquired_on": "2025-07-01", "acquisition_channel": "referral", "net_amount": 70}
    rows = small_shop(
        shop,
        *many(40, net_amount_before=100, orders_before=1, segment="promoter"),
        *many(referred, **new),
        *many(12, **new | {"acquisition_channel": "ads"}),
    )
    base = basis_of(rows, None, settings(), window_before_covered=True)
    earned = shown(growth(base), settings())
    assert is_seen(earned.earned_new_customers) == told
    if told:
        assert earned.earned_new_customers * 4000 == pytest.approx(70 * referred)


@pytest.mark.parametrize(("refunded", "told"), [(7, False), (9, False), (10, True)])
def test_refunded_money_of_few(shop, refunded, told):
    people = [*many(refunded, segment="promoter", refunded_amount=33, returned_orders=1), *many(30, segment="promoter")]
    rows = small_shop(shop, *people, *many(20, segment="detractor"), *many(20))
    seen = shown(kpis(basis_of(rows, None, settings())), settings()).rates
    assert is_seen(seen["return_rate_money"]["promoter"].numerator) == told
    assert is_seen(seen["return_rate"]["promoter"].numerator)  # of orders min_cell customers are enough


# All at once


def random_shop(shop, seed):
    """30 to 120 customers by chance: regions of all sizes, some of them of one mind, channels, complaints, buyers."""
    random = np.random.default_rng(seed)
    n, people = int(random.integers(30, 121)), []
    spread = random.dirichlet([0.6] * 4)
    for _ in range(n):
        region = [None, "a", "b", "c"][random.choice(4, p=spread)]
        segment = [None, *SEGMENTS][random.choice(4, p=[0.3, 0.25, 0.15, 0.3])]
        bought, new = int(random.random() < 0.8) * int(random.integers(1, 4)), random.random() < 0.4
        people.append(
            {
                "region": region,
                "segment": "promoter" if segment and region == "c" and seed % 2 else segment,
                "orders": bought,
                "net_amount": int(random.lognormal(8, 0.6)) if bought else 0,
                "complaints_minor": int(random.random() < 0.3),
                "acquired_on": "2025-07-01" if new else "2021-07-01",
                "acquisition_channel": "referral" if random.random() < 0.4 else "ads",
                "net_amount_before": 0 if new else int(random.lognormal(8, 0.5)),
                "orders_before": int(not new),
            }
        )
    return small_shop(shop, *people)


def traits(rows, chosen):
    """What tells customers apart in a report's tables."""
    channel = rows["acquisition_channel"]
    new = rows["acquired_on"] >= "2025-04-01"
    return pd.DataFrame(
        {
            "region": group_names(rows, chosen, GROUP).astype(object).fillna("rest"),
            "segment": rows["segment"].astype(object).fillna("none"),
            "answered": rows["segment"].notna(),
            "complained": rows["complaints_minor"] > 0,
            "buyer": rows["orders"] >= 1,
            "repeat": rows["orders"] >= 2,
            "channel": channel,
            "whole": ~new,
            "part": np.select([~new, channel == "referral"], ["kept", "earned"], "others"),
        }
    )


def fact(**of):
    return frozenset(of.items())


def money_facts(rows, base, answering, chosen):
    """Sets of customers, by their traits, whose LTV or net amount is told."""
    result = shown(compared(base), chosen)
    facts = {fact(segment=name) for name, block in result.segments.items() if is_seen(block.ltv_total)}
    facts |= {fact(answered=True, segment=name) for name in SEGMENTS if is_seen(result.segments[name].ltv_total)}
    facts |= {fact()} if is_seen(result.customers.ltv_total) else set()
    silent = shown(complaints(base), chosen).silent
    facts |= {fact(segment="detractor", complained=False)} if silent and is_seen(silent.ltv_total) else set()
    by_answer = answering.money
    facts |= {fact(answered=told) for told, mean in ((True, by_answer.answered), (False, by_answer.silent)) if mean}
    earned = shown(growth(base), chosen)
    kept = earned and (("kept", earned.net_revenue_retention), ("earned", earned.earned_new_customers))
    facts |= {fact(part=part) for part, share in kept or () if is_seen(share)}
    net = shown(totals(rows), chosen).groups
    facts |= {fact(segment=name) for name, total in net.items() if name != "all" and is_seen(total.net_amount)}
    return facts | ({fact()} if is_seen(net["all"].net_amount) else set())


def count_facts(base, answering, chosen):
    """Sets of customers whose number is told, but for those that are no secret."""
    facts = set()
    for group in shown(cut(base), chosen).groups:
        region = group.name or "rest"
        facts |= {fact(region=region)} if is_seen(group.customers) else set()
        facts |= {fact(region=region, answered=True)} if is_seen(group.matched) else set()
        if group.nps:
            facts |= {fact(region=region, answered=True, segment=name) for name in SEGMENTS}
    served = shown(kpis(base), chosen)
    for rates, of_whole in ((served.rates, {"whole": True}), (served.all_customers, {})):
        for name in (*SEGMENTS, "none", "all"):
            of = of_whole if name == "all" else {"segment": name} | of_whole
            if is_seen(rates["complaint_rate"][name].numerator):
                facts |= {fact(**of), fact(complained=True, **of)}
            if is_seen(rates["repeat_rate"][name].numerator):
                facts |= {fact(buyer=True, **of), fact(buyer=True, repeat=True, **of)}
    for channel, rate in answering.rates.get("channel", {}).items():
        facts |= {fact(channel=channel), fact(channel=channel, answered=True)} if is_seen(rate) else set()
    return facts


PUBLIC = {fact(), fact(answered=True), fact(answered=False), *(fact(segment=name) for name in (*SEGMENTS, "none"))}


def customers_of(of, who):
    mine = pd.Series(True, who.index)
    for trait, value in of:
        mine &= who[trait] == value
    return frozenset(who.index[mine])


def told_sets(facts, who):
    """Customers of every fact, and what is left of each when told parts of one kind are taken away: 1, 2 or all."""
    members = {of: customers_of(of, who) for of in facts}
    for whole, people in members.items():
        yield (whole,), people
        kinds = {}
        for part in facts:
            if whole < part:
                kinds.setdefault(frozenset(trait for trait, _ in part - whole), []).append(part)
        for parts in kinds.values():
            for taken in {some for n in (1, 2, len(parts)) for some in combinations(parts, n)}:
                yield (whole, *taken), people - frozenset().union(*(members[part] for part in taken))


def told_of_few(facts, who, least, public=()):
    """Sets of 1 … least − 1 customers of whom a figure can be worked out."""
    known = {people for of, people in told_sets(set(public), who)}
    return [(of, len(people)) for of, people in told_sets(facts | set(public), who)
            if 0 < len(people) < least and people not in known]  # fmt: skip


def test_no_subtraction_of_shown_figures_tells_of_few(shop):
    seen = {"money": 0, "counts": 0}
    for seed in range(20):
        rows, chosen = random_shop(shop, seed), settings()
        base, who = basis_of(rows, None, chosen, window_before_covered=True), traits(rows, chosen)
        answering = shown(nonresponse(base), chosen)
        money, counts = money_facts(rows, base, answering, chosen), count_facts(base, answering, chosen)
        assert told_of_few(money, who, GROUP) == [], seed
        assert told_of_few(counts, who, CELL, PUBLIC) == [], seed
        seen = {"money": seen["money"] + len(money - {fact()}), "counts": seen["counts"] + len(counts)}
    assert min(seen.values()) > 60  # not all is hidden: else the attack would prove nothing


def test_no_shown_score_tells_each_ones_answer(shop):
    for seed in range(20):
        part, _ = seen_groups(random_shop(shop, seed))
        scores = [group.nps for group in part.groups if group.nps]
        assert all(max(score.detractors, score.passives, score.promoters) < score.n for score in scores), seed


def test_the_attack_finds_what_is_told_of_few():
    who = pd.DataFrame({"segment": ["a"] * 9 + ["b"] * 3, "answered": [True] * 12})
    assert told_of_few({fact(), fact(segment="a")}, who, 5) == [((fact(), fact(segment="a")), 3)]

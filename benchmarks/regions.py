"""Groups of unequal size drawn together, beside their plain figures and the ranking by these.

Happy people answer more often (see `trials`), so that detractors are few. *gap*: LTV of a group's promoters
− detractors; its promoters bring so much more each. *score*: NPS of those who answer. The true figures of
the groups are alike, spread by half a standard error of the middle group, spread by two, or alike but for
one that lies four higher. Groups with fewer than ten promoters or detractors have no gap, as in the kit.
"""

from collections.abc import Iterator
from itertools import product

import numpy as np
from trials import CONFIDENCE, SHARES, cell, luck, luck_variance, print_table, seeded

from helpers.base.intervals import moments
from helpers.base.pooling import drawn_together
from helpers.base.results import Estimate
from helpers.collect.nps import Nps, nps_from_counts
from helpers.compare.figure_intervals import welch_gap
from helpers.compare.groups import Cut, Group, PairMoments, group_gaps
from helpers.run.settings import checked

SIZES = np.array([80, 110, 150, 220, 320, 460, 650, 900])  # answers
FEW_GROUPS = slice(0, 8, 2)
SPREADS = {"alike": 0.0, "a little apart": 0.5, "far apart": 2.0, "one apart": 4.0}  # in errors of the middle group
LTV, FEWEST = np.array([8_000.0, 10_000.0, 12_000.0]), 10


def rows(shops: int) -> Iterator[dict[str, str]]:
    """One row a figure, tail, number of groups and spread."""
    for figure, groups, kind in product(("gap, mild", "gap, heavy", "score"), (4, 8), SPREADS):
        random = seeded("regions", figure, groups, kind)
        sizes = SIZES[FEW_GROUPS] if groups == 4 else SIZES
        found = [of_shop(figure, kind, sizes // 2 if figure == "score" else sizes, random) for _ in range(shops)]
        yield {"figure": figure, "groups": str(groups), "true figures": kind} | _told(found, kind)


def of_shop(figure: str, kind: str, sizes: np.ndarray, random: np.random.Generator) -> dict[str, np.ndarray]:
    """What is held, missed and named in one shop."""
    truth, groups = _shop(figure, kind, sizes, random)
    plain, errors = np.array([_plain(group) for group in groups]), [_own_error(group) for group in groups]
    told = group_gaps(Cut("region", tuple(groups)), checked({"as_of": "2026-04-01"}))
    pooled = drawn_together(list(plain[:, 0]), errors, CONFIDENCE)
    assert told is not None and pooled is not None
    wide = np.array([_ends(group.gap or group.nps) for group in told.groups])
    return _compared(truth, plain, wide, np.array([_ends(one) for one in pooled.groups]))


def _compared(truth: np.ndarray, plain: np.ndarray, wide: np.ndarray, drawn: np.ndarray) -> dict[str, np.ndarray]:
    held, both = [(ends[:, 1] <= truth) & (truth <= ends[:, 2]) for ends in (plain, wide, drawn)], (plain, drawn)
    highest, named = [ends[:, 0].argmax() for ends in both], [np.ptp(ends[:, 0]) > 0 for ends in both]
    found = {
        "held": [one.mean() for one in held],
        "all held": [one.all() for one in held],
        "highest held": [one[at] for one, at in zip(held[::2], highest, strict=True)],
        "truly highest held": [one[truth.argmax()] for one in held[::2]],
        "squared": [((ends[:, 0] - truth) ** 2).mean() for ends in both],
        "over": [ends[at, 0] - truth[at] for ends, at in zip(both, highest, strict=True)],
        "named": named,
        "right": [name and at == truth.argmax() for name, at in zip(named, highest, strict=True)],
    }
    return {name: np.array(values, float) for name, values in found.items()}


def _shop(figure: str, kind: str, sizes: np.ndarray, random: np.random.Generator) -> tuple[np.ndarray, list[Group]]:
    """True figures and groups that have a figure."""
    apart = _apart(kind, len(sizes), random) * _error(figure, float(np.median(sizes)))
    if figure == "score":
        apart = apart.clip(-2 * SHARES[0], 2 * SHARES[0])  # or there would be fewer than no detractors
    made = [_group(figure, more, int(n), random) for more, n in zip(apart, sizes, strict=True)]
    return (_level(figure) + apart)[[group is not None for group in made]], [group for group in made if group]


def _apart(kind: str, groups: int, random: np.random.Generator) -> np.ndarray:
    if kind == "one apart":
        return SPREADS[kind] * np.eye(groups)[random.integers(groups)]
    return SPREADS[kind] * random.standard_normal(groups)


def _level(figure: str) -> float:
    return float(SHARES[2] - SHARES[0]) if figure == "score" else float(LTV[2] - LTV[0])


def _error(figure: str, n: float) -> float:
    """True standard error of a group of so many answers."""
    if figure == "score":
        return float(np.sqrt((SHARES[0] + SHARES[2] - _level(figure) ** 2) / n))
    variances = luck_variance(figure.removeprefix("gap, ")) * LTV**2 / (n * SHARES)
    return float(np.sqrt(variances[0] + variances[2]))


def _group(figure: str, more: float, n: int, random: np.random.Generator) -> Group | None:
    if figure == "score":
        counts = random.multinomial(n, SHARES + more / 2 * np.array([-1, 0, 1]))
        return Group(str(n), n, n, nps_from_counts(*map(int, counts)), None)
    counts = random.multinomial(n, SHARES)
    if min(counts[0], counts[2]) < FEWEST:
        return None
    low, high = (LTV[k] * luck(int(counts[k]), figure.removeprefix("gap, "), random) + (k == 2) * more for k in (0, 2))
    return Group(str(n), n, n, None, PairMoments(moments(high), moments(low)))


def _plain(group: Group) -> tuple[float, ...]:
    return _ends(welch_gap(group.ltv.promoter, group.ltv.detractor, CONFIDENCE) if group.ltv else group.nps)


def _own_error(group: Group) -> float:
    if group.ltv is None:
        return group.nps.standard_error if group.nps else np.nan
    variances = [part.variance / part.n for part in (group.ltv.promoter, group.ltv.detractor)]
    return float(np.sqrt(sum(variances)))


def _ends(one: Estimate | Nps | None) -> tuple[float, ...]:
    assert one is not None
    return tuple(map(float, (one.value if isinstance(one, Nps) else one.estimate, one.low, one.high)))


def _told(found: list[dict[str, np.ndarray]], kind: str) -> dict[str, str]:
    mean = {name: np.mean([one[name] for one in found], axis=0) for name in found[0]}
    error = np.sqrt(mean["squared"])
    wrong = 100 * (mean["named"] - mean["right"])
    names = [100 * mean["right"], wrong] if kind != "alike" else [np.full(2, np.nan), 100 * mean["named"]]
    return {
        "coverage": cell(100 * mean["held"]),
        "all at once": cell(100 * mean["all held"]),
        "of the one named highest": cell(100 * mean["highest held"]),
        "of the truly highest": cell([np.nan] * 2 if kind == "alike" else 100 * mean["truly highest held"]),
        "error, plain = 1": f"{error[1] / error[0]:.2f}",
        "highest overstated by": cell(mean["over"] / error[0], 2),
        "named rightly, wrongly: plain": cell([names[0][0], names[1][0]], 0),
        "drawn together": cell([names[0][1], names[1][1]], 0),
    }


def print_groups(shops: int) -> None:
    """The table."""
    print_table(f"groups, {shops:,} shops; plain / Bonferroni / drawn together", rows(shops))

"""What may be shown of those who did not answer, beside those who did."""

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from helpers.base.proportions import Rate
from helpers.base.results import ALL, SEGMENTS, Support
from helpers.compare.figures import PAIRS
from helpers.compare.nonresponse.beside import Weighted
from helpers.compare.nonresponse.effects import Answering, NonResponse
from helpers.compare.nonresponse.propensity import Fifth
from helpers.compare.nonresponse.weights import Margin
from helpers.compare.settings import CompareSettings
from helpers.disclosure.comparison import hidden_ltv, hidden_worth
from helpers.disclosure.hiding import Unsafe, hidden_cells, marked, masked, money, shown, sides

Hidden = Mapping[str, set[str]]


@shown.register
def _(result: NonResponse, settings: CompareSettings) -> NonResponse:
    answering = result.answering
    if answering is None:
        return result
    worth = hidden_worth(answering.worth, settings)
    groups = _groups(answering, worth, settings)
    fifths = _fifths(result.fifths, answering.fifths, settings)
    return replace(
        masked(replace(result, fifths=fifths), groups, {ALL}),
        money=masked(result.money, groups, {ALL}),
        rates={name: _rates(rates, answering.bands[name], settings) for name, rates in result.rates.items()},
        margins=_margins(result.margins, answering.bands, settings),
        weighted=_weighted(result.weighted, worth, hidden_by_weights(answering, settings)),
        answering=None,
    )


def _groups(answering: Answering, worth: Hidden, settings: CompareSettings) -> Hidden:
    """Those who answered are shown where no segment is hidden: else it were what is left of them.

    Who was invited splits both them and the silent: nobody's part may be unsafe.
    """
    answered, parts = bool(worth["ltv"]), answering.invited
    invited = answered or (parts is not None and bool(hidden_ltv(parts, settings)))
    hide = {"answered": answered, "invited": invited, "all": ALL in worth["ltv"]}
    hide["fifths"] = hide["all" if parts is None else "invited"]
    return {name: {ALL} if hidden else set() for name, hidden in hide.items()}


def _rates(rates: Mapping[str, Rate], bands: Support, settings: CompareSettings) -> dict[str, Rate]:
    """Nothing of a band of whom few answered, or few did not: of those who were invited, or of those who were not."""
    hidden = hidden_cells(bands, sides(["answered", "invited"], settings.min_cell))
    return {band: marked(rate, band in hidden) for band, rate in rates.items()}


def _margins(
    margins: tuple[Margin, ...], bands: Mapping[str, Support], settings: CompareSettings
) -> tuple[Margin, ...]:
    unsafe = sides("answered", settings.min_cell)
    hidden = {variable: hidden_cells(support, unsafe) for variable, support in bands.items()}
    return tuple(masked(margin, {"answered": hidden[margin.variable]}, {margin.band}) for margin in margins)


def _fifths(fifths: tuple[Fifth, ...], support: Support | None, settings: CompareSettings) -> tuple[Fifth, ...]:
    if support is None:
        return fifths
    unsafe = sides("answered", settings.min_cell)
    hidden = {"response": hidden_cells(support, unsafe), "ltv": hidden_ltv(support, settings)}
    names = sorted(support.cell.unique())
    return tuple(masked(fifth, hidden, {name}) for name, fifth in zip(names, fifths, strict=True))


def _weighted(weighted: Weighted, worth: Hidden, by_weights: Hidden) -> Weighted:
    hidden = {measure: worth[measure] | by_weights[measure] for measure in ("ltv", "lrv")}
    hidden["answered"] = {ALL} if hidden["ltv"] else set()
    return replace(
        masked(weighted, hidden, {ALL}),
        segments={name: masked(means, hidden, {name}) for name, means in weighted.segments.items()},
        gaps={pair: masked(gaps, hidden, set(PAIRS[pair])) for pair, gaps in weighted.gaps.items()},
    )


def hidden_by_weights(answering: Answering, settings: CompareSettings) -> dict[str, set[str]]:
    """Measure → segments whose plain and weighted means would tell two unsafe parts apart.

    Two means of persons with two different weights are two equations for two sums.
    """
    ltv = money(("ltv",), settings.smallest_group, settings)
    counts = money(("recommended",), settings.min_cell, settings)
    worth = _two_unsafe(answering.worth.customers, answering.weight, ltv)
    return {"ltv": worth, "lrv": worth | _two_unsafe(answering.worth.counted, answering.weight, counts)}


def _two_unsafe(support: Support, weight: pd.Series, unsafe: Unsafe) -> set[str]:
    each, hidden = weight.round(9), set()
    for segment in SEGMENTS:
        rows = support.adds[support.cell == segment]
        parts = [part for _, part in rows.groupby(each[rows.index])]
        if len(parts) == 2 and any(map(unsafe, parts)):
            hidden.add(segment)
    return hidden

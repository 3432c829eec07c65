"""Whether other ways of counting say the same as the report."""

from collections.abc import Iterator, Sequence

from helpers.compare.robustness.scenarios import Scenario
from helpers.report.context import Context
from helpers.report.phrasing import direction


def held(scenario: Scenario, reported: str) -> str:
    """``yes`` where the scenario says the same as the report, else what it says.

    Examples
    --------
    >>> from helpers.base.results import Estimate
    >>> held(Scenario("uncapped", None, {}, {}, Estimate(1.5, 1.0, 2.0)), "more")
    'yes'
    """
    if not scenario.gap:
        return "unknown"
    said = direction(scenario.gap)
    return "yes" if said == reported else said


def holding(report: Context, scenarios: Sequence[Scenario], all_hold: str, some_hold: str) -> Iterator[str]:
    """In how many ways of counting the answer of the first, the report's own, stays the same.

    Parameters
    ----------
    all_hold, some_hold : str
        Keys of the sentences where all others say the same, and where some do.
    """
    reported, *others = scenarios
    if not reported.gap:
        return
    said = {scenario.name: held(scenario, direction(reported.gap)) for scenario in others}
    seen = [name for name, state in said.items() if state != "unknown"]
    if not seen:
        yield report.say("robust_none")
        return
    changed = [name for name in seen if said[name] != "yes"]
    about = {"n": len(seen), "conclusion": report.say(f"conclusion_{direction(reported.gap)}")}
    if changed:
        names = report.names(f"scenario_{name}" for name in changed)
        yield report.say(some_hold, same=len(seen) - len(changed), names=names, **about)
    else:
        yield report.say(all_hold, **about)
    if unshown := [name for name in said if name not in seen]:
        yield report.say("robust_unshown", names=report.names(f"scenario_{name}" for name in unshown))

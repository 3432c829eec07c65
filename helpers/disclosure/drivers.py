"""What may be shown of rated questions: nothing where a segment is small or all but few answered alike."""

from dataclasses import replace

from helpers.base.results import ALL
from helpers.compare.drivers.drivers import OUTCOMES, Drivers, Rated
from helpers.compare.settings import CompareSettings
from helpers.disclosure.hiding import marked, masked, shown, too_few, unsafe_money

_OF = {"score": "rated", "ltv": "ltv"}  # outcome → whose persons it tells of


@shown.register
def _(result: Drivers, settings: CompareSettings) -> Drivers:
    if result.support is None:
        return result
    rated = result.support
    few = _is_few(rated, settings)
    hidden = {
        "rated": {ALL} if few else set(),
        "ltv": {ALL} if few or _money_tells(rated, settings) else set(),
        "left_out": {ALL} if few or too_few(rated.left_out, settings.min_cell) else set(),
    }
    questions = {name: masked(question, hidden, {ALL}) for name, question in result.questions.items()}
    explained = {outcome: marked(result.explained[outcome], bool(hidden[_OF[outcome]])) for outcome in OUTCOMES}
    apart = {outcome: names for outcome, names in result.apart.items() if not hidden[_OF[outcome]]}
    told = masked(result, hidden | {"explained": set()}, {ALL})
    return replace(told, questions=questions, explained=explained, apart=apart, support=None)


def _is_few(rated: Rated, settings: CompareSettings) -> bool:
    """Whether one of the segments is small, or a question's answers are known but for those of a few."""
    sizes = rated.segment.value_counts()
    alike = [len(rated.answers) - int(column.value_counts().max()) for _, column in rated.answers.items()]
    return any(too_few(int(n), settings.smallest_group) for n in sizes) or any(
        too_few(n, settings.min_cell) for n in alike
    )


def _money_tells(rated: Rated, settings: CompareSettings) -> bool:
    """Whether LTV is of too few, or mostly of one."""
    return unsafe_money(rated.money.adds, settings.smallest_group, settings)

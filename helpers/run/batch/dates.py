"""In a batch over dates each report takes the answers that were given up to its own."""

from collections.abc import Sequence
from datetime import date, timedelta

from helpers.report.settings import ReportSettings

_DAY = timedelta(days=1)


def answers_until(reports: Sequence[ReportSettings]) -> list[date | None]:
    """Last day of the answers that count in each report; none where the batch sets none.

    It sets one for reports of one answers file that differ in ``as_of``: else all would show the answers of the
    latest. With purchases before the date it is the day before ``as_of``; with purchases after it, ``as_of`` is the
    survey's own date, and it is the day before the next one. Who sets ``answers_from`` or ``answers_to`` has decided.

    Examples
    --------
    >>> from helpers.run.settings import checked
    >>> days = ["2026-01-01", "2026-04-01"]
    >>> [str(day) for day in answers_until([checked({"as_of": day, "responses": "answers.csv"}) for day in days])]
    ['2025-12-31', '2026-03-31']
    """
    return [_until(settings, _dates_beside(settings, reports)) for settings in reports]


def _dates_beside(settings: ReportSettings, reports: Sequence[ReportSettings]) -> list[date]:
    """Dates of all reports that take the same answers, and purchases on the same side of the date."""
    same = [other for other in reports if (other.responses, other.window) == (settings.responses, settings.window)]
    return sorted({other.as_of for other in same})


def _until(settings: ReportSettings, dates: Sequence[date]) -> date | None:
    has_decided = settings.answers_from or settings.answers_to
    if len(dates) < 2 or settings.responses is None or has_decided:
        return None
    if settings.window == "before":
        return settings.as_of - _DAY
    following = [day for day in dates if day > settings.as_of]
    return following[0] - _DAY if following else None

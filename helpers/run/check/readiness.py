"""Whether a report may begin; and where its run was stopped, all that is wrong, not what stopped it alone."""

import sys
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from helpers.base.errors import KitError
from helpers.base.folders import paths_in
from helpers.base.tables import TABLES
from helpers.base.waiting import waiting
from helpers.base.words import Words
from helpers.report.settings import ReportSettings
from helpers.run.check.report_check import files_named, looked_through
from helpers.run.drivers import check_drivers
from helpers.run.settings import check_no_sample_left, sound_settings

_OF_THE_RUN = {
    "E-FAULT", "E-KERNEL", "E-TIME-LIMIT", "E-NOTEBOOK", "E-INCOMPLETE", "E-LEDGER", "E-OUTPUT", "E-PRIVACY", "E-PDF",
}  # fmt: skip


def sound(values: Mapping[str, Any], name: str) -> ReportSettings:
    """Settings of a report that nothing stands in the way of; a sign of life on a terminal while its files are read.

    Raises
    ------
    KitError
        All that is wrong.
    """
    language = "ja" if values.get("language") == "ja" else "en"
    with waiting(Words(language, "JPY").say("check_waiting"), sys.stderr):
        looked = looked_through(values, name)
    looked.stop()
    assert looked.settings is not None, "nothing is wrong"
    return looked.settings


def ready(values: Mapping[str, Any], name: str) -> ReportSettings:
    """Settings of a report whose settings are sound and whose files are there; what is in them the notebooks find out.

    Raises
    ------
    KitError
        All that is wrong, in the files too, where a setting is or a file is missing.
    """
    settings, error, _ = sound_settings(values, name)
    if error or settings is None or not _all_there(settings):
        return sound(values, name)
    with suppress(KitError):
        check_no_sample_left(values)
        check_drivers(place for table in TABLES for place in paths_in(getattr(settings, table)))
        return settings
    return sound(values, name)


def _all_there(settings: ReportSettings) -> bool:
    named = (getattr(settings, name) for name in TABLES)
    return all(path.is_file() for one in named if one is not None for path in files_named(one))


def in_full(values: Mapping[str, Any], name: str, reason: KitError) -> KitError:
    """All that is wrong with a report's settings and files, where one of them stopped its run; else the reason."""
    if reason.code in _OF_THE_RUN:
        return reason
    try:
        looked_through(values, name).stop()
    except KitError as everything:
        return everything
    return reason

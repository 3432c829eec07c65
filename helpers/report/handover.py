"""What each step hands on: its rows and the account of them; step 3 the figures and the page's first screen."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import pandas as pd

from helpers.base.results import is_seen
from helpers.collect.funnel import Funnel
from helpers.collect.survey import Survey
from helpers.merge.history import History
from helpers.merge.money import MoneyLedger
from helpers.report.call_files import write_calls
from helpers.report.context import Context
from helpers.report.findings import Findings
from helpers.report.sections.front import front_page
from helpers.report.settings import ReportSettings
from helpers.report.steps import (
    READING_SHEET,
    write_comments,
    write_set_aside,
    write_sheet,
    write_step,
    write_summary,
)
from helpers.report.summary import summary

__all__ = ["write_calls", "write_findings", "write_history", "write_survey"]


def write_survey(settings: ReportSettings, collected: Survey) -> list[Path]:
    """Write the answers of step 1, what people wrote and the rows set aside into the private folder."""
    account = {"ledgers": collected.ledgers, "nps": asdict(collected.nps), "funnel": asdict(collected.funnel)}
    paths = write_step(settings, "responses", collected.answers, account)
    paths += write_comments(settings, collected.comments.table)
    return paths + write_set_aside(settings, collected.tables)


def write_history(settings: ReportSettings, merged: History, money: MoneyLedger, stages: Funnel) -> list[Path]:
    """Write the customers of step 2 and the rows set aside into the private folder.

    Parameters
    ----------
    money : MoneyLedger
        What may be shown of the money: the account has all amounts, and says of each whether it may.
    stages : Funnel
        As made by `helpers.merge.people.valued`.
    """
    steps = zip(merged.money.steps, money.steps, strict=True)
    account = {
        "ledgers": merged.ledgers,
        "coverage": asdict(merged.coverage),
        "money": [asdict(step) | {"shown": is_seen(public.amount)} for step, public in steps],
        "funnel": asdict(stages),
    }
    return write_step(settings, "customers", merged.rows, account) + write_set_aside(settings, merged.tables)


def write_reading_sheet(settings: ReportSettings, sheet: pd.DataFrame) -> list[Path]:
    """Write what people wrote, those first whose purchases are most at stake, into the private folder.

    Parameters
    ----------
    sheet : DataFrame
        As made by `helpers.compare.reading_sheet.reading_sheet`.
    """
    places = settings.minor_digits
    return write_sheet(settings, sheet.assign(at_stake=sheet["at_stake"].astype(float).round(places)), READING_SHEET)


def write_findings(settings: ReportSettings, *results: Any) -> list[Path]:
    """Write ``summary.json``, and the page's first screen for the page; the results in the order of `Findings`."""
    found = Findings(*results)
    return write_summary(settings, summary(found, settings), front_page(Context(settings), found))

"""What each step hands on: its rows and the account of them; step 3 the figures, the page's first screen and lists."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import pandas as pd

from helpers.base.folders import private_folder
from helpers.base.results import is_seen
from helpers.collect.funnel import Funnel
from helpers.collect.survey import Survey
from helpers.compare.outlook import Outlook
from helpers.compare.reading_sheet import reading_sheet
from helpers.merge.history import History
from helpers.merge.money import MoneyLedger
from helpers.report.call_files import write_calls
from helpers.report.context import Context
from helpers.report.findings import Findings
from helpers.report.sections.advice import next_steps
from helpers.report.sections.front import front_page
from helpers.report.settings import ReportSettings
from helpers.report.steps import (
    OUTLOOK,
    READING_SHEET,
    write_comments,
    write_json,
    write_set_aside,
    write_sheet,
    write_step,
    write_summary,
)
from helpers.report.summary import outlook_figures, summary


def write_survey(settings: ReportSettings, collected: Survey) -> list[Path]:
    """Write the answers of step 1, what people wrote and the rows set aside into the private folder."""
    account = {"ledgers": collected.ledgers, "nps": asdict(collected.nps), "funnel": asdict(collected.funnel)}
    paths = write_step(settings, "responses", collected.answers, account)
    paths += write_comments(settings, collected.comments.table, is_read=collected.comments.is_read)
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


def write_lists(settings: ReportSettings, full: Outlook, comments: pd.DataFrame | None) -> list[Path]:
    """Write whom to call, and what people wrote, those with most at stake first, into the private folder.

    Parameters
    ----------
    full : Outlook
        With everybody in it.
    """
    stakes = None if full.stakes is None else full.stakes.people
    sheet = reading_sheet(comments, full.words, stakes)
    return write_calls(settings, full.calls) + write_reading_sheet(settings, sheet)


def write_reading_sheet(settings: ReportSettings, sheet: pd.DataFrame) -> list[Path]:
    """Write what people wrote, as made by `helpers.compare.reading_sheet.reading_sheet`; money to its last digit."""
    told = sheet["at_stake"].astype(float).round(settings.minor_digits)
    return write_sheet(settings, sheet.assign(at_stake=told), READING_SHEET)


def write_outlook(settings: ReportSettings, seen: Outlook) -> list[Path]:
    """Write the steps, and figures for ``summary.json``, to be joined with those of `write_findings` for the page."""
    content = {"steps": next_steps(Context(settings), seen), "figures": outlook_figures(seen)}
    path = write_json(content, private_folder(settings.report_name) / OUTLOOK)
    path.chmod(0o600)
    return [path]


def write_findings(settings: ReportSettings, *results: Any) -> list[Path]:
    """Write ``summary.json``, and the page's first screen for the page; the results in the order of `Findings`."""
    found = Findings(*results)
    return write_summary(settings, summary(found, settings), front_page(Context(settings), found))

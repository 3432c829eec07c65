"""What the columns of a call list are, in the report's language: a sheet of its workbook."""

from collections.abc import Iterable

import pandas as pd

from helpers.report.context import Context
from helpers.report.settings import ReportSettings


def explained_columns(settings: ReportSettings, names: Iterable[str]) -> dict[str, pd.DataFrame]:
    """Name of a sheet → a row a column: its name, and what it is.

    Examples
    --------
    >>> from helpers.run.settings import checked
    >>> explained_columns(checked({"as_of": "2026-04-01"}), ["name"])["Columns"].values.tolist()
    [['name', 'Name, from the customers file']]
    """
    report = Context(settings)
    heads = [report.say("head_column"), report.say("head_meaning")]
    rows = [[name, report.say(f"call_column_{name}")] for name in names]
    return {report.say("list_columns"): pd.DataFrame(rows, columns=heads)}

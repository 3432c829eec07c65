"""One topic a module: its chart, tables and sentences, made of results that may be shown."""

from helpers.report.parts import ChartRow
from helpers.report.sections.nonresponse import bounds, nonresponse, weighting

__all__ = ["CHART_ROWS", "bounds", "nonresponse", "weighting"]

CHART_ROWS: dict[str, type[ChartRow]] = {chart: row for row in ChartRow.__subclasses__() for chart in row.charts}

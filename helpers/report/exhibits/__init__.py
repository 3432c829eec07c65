"""Charts with their words: figures and sentences come in, an exhibit to show comes out."""

from helpers.report.exhibits.adjusted_charts import balance_chart, bases_chart
from helpers.report.exhibits.response_charts import answers_by_day_chart, nps_by_wave_chart, response_rates_chart
from helpers.report.exhibits.robust_charts import by_attribute_chart, heaps_chart, robustness_chart
from helpers.report.exhibits.service_charts import heinrich_chart, kpis_chart
from helpers.report.exhibits.survey_charts import funnel_chart, score_distribution_chart
from helpers.report.exhibits.value_charts import gaps_chart, referral_flow_chart, value_by_segment_chart

__all__ = [
    "answers_by_day_chart",
    "balance_chart",
    "bases_chart",
    "by_attribute_chart",
    "funnel_chart",
    "gaps_chart",
    "heaps_chart",
    "heinrich_chart",
    "kpis_chart",
    "nps_by_wave_chart",
    "referral_flow_chart",
    "response_rates_chart",
    "robustness_chart",
    "score_distribution_chart",
    "value_by_segment_chart",
]

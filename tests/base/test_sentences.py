"""The file of sentences: complete in both languages, all used, none missing."""

import re
from collections import Counter
from pathlib import Path
from string import Formatter

import yaml

import helpers
from helpers.base.results import SEGMENTS
from helpers.base.tables import TABLES
from helpers.base.words import Words
from helpers.collect.plan.bands import BAND_KINDS, OTHER, SPENDS, TENURES, UNKNOWN
from helpers.compare.call_list import NOT_CALLED
from helpers.compare.exploring.filters import SPEND_NAME, TENURE_NAME, WAVE_NAME
from helpers.compare.exploring.scenario import MOVERS
from helpers.compare.figures import BASES, MEASURES, PAIRS
from helpers.compare.forecast.foreseen import WAYS
from helpers.compare.forecast.likelihoods import FIRST_LEAVES
from helpers.compare.nonresponse.bounds import BOUNDS
from helpers.compare.nonresponse.effects import ANSWER_GROUPS
from helpers.compare.nonresponse.weights import SPEND, TENURE
from helpers.compare.quadrants import QUADRANTS
from helpers.compare.reach import TOLD_OF_EACH
from helpers.compare.robustness.points import MOVES
from helpers.compare.robustness.scenarios import SCENARIOS
from helpers.invite.settings import InviteSettings
from helpers.merge.complaints import SEVERITIES
from helpers.merge.kpi_names import KPIS
from helpers.merge.people import SUMS
from helpers.merge.since_calls import TO_FILL
from helpers.read.columns.formats import FORMATS
from helpers.read.ledger import NOT_APPLICABLE
from helpers.report.call_files import CALL_COLUMNS
from helpers.report.page.method import TERMS
from helpers.report.sections.balance import CANONICAL
from helpers.run.explore.scales import SCALES
from helpers.run.runner import NOTEBOOKS as NOTEBOOKS_RUN

HELPERS = Path(helpers.__file__).parent
NOTEBOOKS = HELPERS.parent / "notebooks"
TEXT = (HELPERS / "base" / "sentences.yaml").read_text(encoding="utf-8")
SENTENCES = yaml.safe_load(TEXT)
FILES = [*HELPERS.rglob("*.py"), *HELPERS.rglob("*.j2"), *NOTEBOOKS.glob("*.ipynb")]
CODE = "\n".join(path.read_text(encoding="utf-8") for path in FILES)
QUOTED = set(re.findall(r"[\"'](\w+)\\?[\"']", CODE))
REASONS = NOT_APPLICABLE | {rule.reason for form in FORMATS.values() for rule in form.not_applicable}
REASONS |= {*re.findall(r"(?:Parsed\(None, (?:\w+ or )?|\.without\(.*?, )\"(\w+)\"", CODE)}
FIXES = """white_space zero_width full_width text_formula plus_sign apostrophe
    decimal_zero leading_zero lower_case unit label kanji_number
    approximate range word_zero reversed thousands currency_sign negative_form decimal_comma rounded tax_mark date_form
    short_year era excel_serial time_zone clock"""
DIRECTIONS = ("more", "less", "unclear")
FAMILIES = {  # beginning of the keys that are put together → how they may end
    "segment_": (*SEGMENTS, "none", "all"),
    "method_": TERMS,
    "means_": (*TERMS, "window_all"),
    "rule_": ("new", "all", "ignore"), "conversion_": ("crm", "none", "given"),
    "pair_": PAIRS, "measure_": MEASURES,
    "kpi_": KPIS, "severity_": SEVERITIES,
    "stage_": ("invited", "answered", "usable", "matched", "valued", "counted"),
    "loss_": ("silent", "unusable", "unknown", "later", "none"),
    "people_": (*SUMS, "silent", "uninvited", "unknown", "later", "unanswered", "aside"),
    "match_": ("zeros", "case", "letters", "none"),
    "flow_": ("recommended", "influenced", "created", "money"),
    "severities_": ("minor", "near_miss"),
    "money_": ("ordered", "before_window", "refunds", "rounding", "window_net"),
    "kind_": ("not_applicable", "defective"),
    "new_table_": TABLES, "new_lacks_": ("customers", "purchases", "responses"),
    "needed_": ("customers", "purchases", "responses"),
    "fixed_": FIXES.split(),
    "reason_": REASONS - {"", "number_invalid"},  # the second is of conditions, which stop
    "by_": BAND_KINDS, "table_": TABLES,
    "tenure_": TENURES, "spend_": SPENDS,
    "channel_": (OTHER, UNKNOWN),
    "plan_": ("ask", "margin", "gap"),
    "wish_": ("margin_worst", "margin_expected", "gap"),
    "scenario_": SCENARIOS,
    "held_": ("yes", *DIRECTIONS, "unknown"),
    "move_": MOVES, "moved_": MOVES, "mix_": MOVES, "basis_": BASES,
    "page_nps_": ("answered", "all", "all_tenure"),
    "group_": ANSWER_GROUPS,
    "weights_": ("few_respondents", "one_band", "one_band_answered", "not_covered", "whole_history", "no_weights_fit"),
    "bound_": ("answered", *BOUNDS),
    "variable_": ("tenure", "spend", "channel"),
    "band_": (*TENURE, *SPEND, "all", "other"),
    "adjusted_": (*DIRECTIONS, "few", "alike", "periods", "hidden"),
    "cause_": ("full", "forbidden", "file", "open"), "role_": ("jupyter", "temporary", "other"),
    "covariate_": CANONICAL, "plural_": SEGMENTS,
    "step_": (*NOTEBOOKS_RUN, "page"),
    "forecast_": ("short", "few", "alike", "unfit"), "forecast_check_": WAYS, "way_": WAYS,
    "model_": FIRST_LEAVES, "stake_line_": DIRECTIONS,
    "stake_": ("short", "few", "alike", "unfit", "mean", "promoters", "nobody"),
    "mask_": ("name", "email", "number", "link"),
    **dict.fromkeys(("gap_", "verdict_", "conclusion_", "nonresponse_", "nonresponse_chart_"), DIRECTIONS),
    "explore_tab_": ("filter", "whatif", "runs"), "explore_button_": ("keep", "report", "slide"),
    "explore_help_": (*SCALES, "keep", "report", "slide"), "explore_moving_": MOVERS,
    "explore_name_": ("acquisition_channel", TENURE_NAME, SPEND_NAME, WAVE_NAME),
    "explore_gain_": (*DIRECTIONS, "unknown"), "explore_row_": ("nps", "now", "then", "gain", "each"),
    **dict.fromkeys(("explore_nps_", "explore_gap_"), DIRECTIONS),
    "not_called_": NOT_CALLED, "calls_effect_": DIRECTIONS,
    **dict.fromkeys(("calls_by_", "calls_order_"), ("at_stake", "plain_rule")),
    **dict.fromkeys(("calls_line_", "calls_money_"), ("at_stake", "plain_rule", "unclear")),
    "call_column_": (*CALL_COLUMNS, *TO_FILL),
    "calls_told_": ("score", *TOLD_OF_EACH),
    "quadrant_": ("unanchored", "few", "level"), **dict.fromkeys(("quadrant_name_", "quadrant_do_"), QUADRANTS),
    "driver_": ("none", "few", "hidden"),
    "target_": ("met", "missed", "open", "bare"), "target_one_": ("met", "missed", "open", "bare", "unknown"),
    "head_": (),  # of tables, each of which a test shows
}  # fmt: skip
# Scales, years, thirds, 1 : 29 : 300, of a hundred, k = 1, a clock of 12, a range, a percentile, 9割, years of papers.
NUMBERS = {
    *["0", "1", "2", "3", "5", "6", "9", "01", "02", "03", "10", "12", "29", "99", "100", "300", "365"],
    *["1998", "2005", "2012"],
}


def fields(text):
    """Figures of a sentence with their formats."""
    return {(name, form) for _, name, form, _ in Formatter().parse(text) if name is not None}


def told(text):
    """A sentence without its figures."""
    return re.sub(r"\{[^}]*\}", "", text)


def test_both_languages_and_no_other():
    assert [key for key, texts in SENTENCES.items() if list(texts) != ["en", "ja"]] == []
    assert [key for key, texts in SENTENCES.items() if not all(map(str.strip, texts.values()))] == []


def test_both_languages_state_the_same_figures_in_formats_that_exist():
    assert [key for key, texts in SENTENCES.items() if fields(texts["en"]) != fields(texts["ja"])] == []
    forms = {form for texts in SENTENCES.values() for _, form in fields(texts["en"])} - {""}
    assert [form for form in forms if form.startswith("_") or not callable(getattr(Words, form, None))] == []


def test_no_number_is_written_where_a_figure_belongs():
    numbers = {key: {*re.findall(r"\d+", told(" ".join(texts.values())))} for key, texts in SENTENCES.items()}
    assert {key: found - NUMBERS for key, found in numbers.items() if not found <= NUMBERS} == {}


def test_no_key_stands_twice():
    keys = re.findall(r"^(\w+):", TEXT, flags=re.MULTILINE)
    assert [key for key, times in Counter(keys).items() if times > 1] == [] and len(keys) == len(SENTENCES)


def test_the_japanese_is_japanese():
    alike = {key for key, texts in SENTENCES.items() if texts["en"] == texts["ja"]}
    assert alike == {"measure_ltv", "measure_lrv", "group_n", "funnel_plain", "method_nps", "head_nps"}
    assert [key for key in set(SENTENCES) - alike if SENTENCES[key]["ja"].isascii()] == []
    assert [key for key in SENTENCES if re.search(r"[A-Za-z]+( [a-z]+){3}", told(SENTENCES[key]["ja"]))] == []


def test_every_sentence_said_exists():
    keys = {*re.findall(r"\bsay\(\s*\\?[\"'](\w*[^\W_])\\?[\"']", CODE)}
    keys |= {f"{start}{end}" for start, ends in FAMILIES.items() for end in ends}
    assert len(keys) > 400 and keys - set(SENTENCES) == set()
    assert {*re.findall(r"\bsay\(\s*f[\"']([a-z_]+_)\{", CODE)} - set(FAMILIES) == set()


def test_every_sentence_is_used():
    put_together = {f"{start}{end}" for start in FAMILIES for end in QUOTED | {*InviteSettings.model_fields}}
    of_heads = {f"head_{word}" for heads in re.findall(r"[\"']([a-z_ ]+)[\"']", CODE) for word in heads.split()}
    assert set(SENTENCES) - QUOTED - put_together - of_heads == set()

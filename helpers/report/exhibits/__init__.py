"""Charts with their words: figures and sentences come in, an exhibit to show comes out."""

from .service import heinrich, kpis
from .survey import funnel, score_distribution
from .value import gaps, referral_flow, value_by_segment

__all__ = ["funnel", "gaps", "heinrich", "kpis", "referral_flow", "score_distribution", "value_by_segment"]

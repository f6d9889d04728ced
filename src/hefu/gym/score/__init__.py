"""How often is a planted scheme found, how early, at what price in false alarms? Any findings against the truth."""

from hefu.gym.score.figures import Score, score
from hefu.gym.score.read import Answers, Truth, read_answers, read_truth

__all__ = ["Answers", "Score", "Truth", "read_answers", "read_truth", "score"]

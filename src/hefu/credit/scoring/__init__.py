"""How likely is default, by a scorecard trained elsewhere? A plain file of bins and points, applied in whole numbers.

Nothing here trains, and nothing here loads what trains: `hefu score train` writes the file, `score` reads it off.
"""

from hefu.credit.scoring.drift import Drift, DriftState, drift
from hefu.credit.scoring.model import Bin, Kind, Scorecard, Variable
from hefu.credit.scoring.rule import RULE
from hefu.credit.scoring.score import Part, Scored, score

__all__ = ["RULE", "Bin", "Drift", "DriftState", "Kind", "Part", "Scorecard", "Scored", "Variable", "drift", "score"]

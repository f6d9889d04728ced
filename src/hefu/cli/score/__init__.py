"""`hefu score`: train a scorecard on data given, apply it, watch it drift.

Only `fit` loads optbinning and scikit-learn, and only `hefu score train` loads `fit`.
"""

"""The score of a gym book for a reader: as text, as JSON, as a picture, and as a page that needs nothing else."""

from hefu.cli.gym_score.text import text_score
from hefu.cli.gym_score.write import write_score

__all__ = ["text_score", "write_score"]

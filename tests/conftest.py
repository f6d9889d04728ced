"""What every test shares: how hard Hypothesis looks."""

from hypothesis import settings

# The same cases on every run, so that a red build is red for everyone. No deadline: machines differ.
settings.register_profile("commit", derandomize=True, deadline=None)
# For a long look at new code: pytest --hypothesis-profile=long
settings.register_profile("long", max_examples=5_000, deadline=None)
settings.load_profile("commit")

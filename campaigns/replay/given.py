"""The first process of a batch: answer random requests and keep all that the answers rest on.

`python -m campaigns.replay.given PLACE SEED START STOP` prints a line of JSON: how many came out how, and where it ran.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter
from pathlib import Path

from campaigns.replay.again import circumstances
from campaigns.replay.world import case
from hefu.assess.policy import policy_of
from hefu.assess.write import answer, keep, write_answer
from hefu.core.texts import Language


def given(place: Path, seed: int, start: int, stop: int) -> Counter[str]:
    """Answer the requests numbered from `start` until before `stop`, and return how many came out how."""
    outcomes: Counter[str] = Counter()
    for number in range(start, stop):
        with tempfile.TemporaryDirectory(dir=place) as aside:
            drawn = case(Path(aside), seed + number)
            found = answer(drawn.request, drawn.book, drawn.as_of, policy_of(drawn.policy, "drawn"), drawn.seed)
            keep(found, drawn.request, drawn.book, place / "store")
            write_answer(found, place / "dossiers" / f"{number:06d}", Language.ZH)
        request, verdict = found.dossier["request"], found.dossier["verdict"]
        outcomes[f"{verdict['kind']} {verdict['outcome']}"] += 1
        outcomes[f"{request['request_id']} {verdict['outcome']}"] += 1
        outcomes[f"{found.assessed.request.product.code} {verdict['outcome']}"] += 1
    return outcomes


def main(place: str, seed: str, start: str, stop: str) -> int:
    """Answer, and print what came of it."""
    folder = Path(place)
    folder.mkdir(parents=True)
    outcomes = given(folder, int(seed), int(start), int(stop))
    print(json.dumps({"outcomes": outcomes, "here": circumstances()}))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

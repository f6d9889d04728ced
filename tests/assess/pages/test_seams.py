"""The teeth of the tally."""

import re

import pytest

from hefu.assess.pages import seams


def corners(path: str) -> list[tuple[int, int]]:
    return [(int(x), int(y)) for x, y in re.findall(r"(-?\d+) (-?\d+)", path)]


def shifted(points: list[tuple[int, int]], by: int) -> list[tuple[int, int]]:
    return [(x + by, y) for x, y in points]


def test_two_edges_of_one_cut_close_without_gap_or_overlap() -> None:
    paths = seams.paths()
    left, right = corners(paths["left"]), corners(paths["right"])
    apart = right[0][0] - left[0][0]
    assert shifted(left, apart) == right
    assert shifted(left, apart // 2) == corners(paths["shut"])


def test_the_edge_of_another_cut_fits_nowhere() -> None:
    paths = seams.paths()
    left, other = corners(paths["left"]), corners(paths["other"])
    assert not any(set(shifted(left, by)) == set(other) for by in range(-seams.WIDTH, seams.WIDTH))


def test_teeth_reach_over_the_whole_length_and_keep_one_size() -> None:
    for name in ("shut", "left", "right"):
        points = corners(seams.paths()[name])
        assert points[0][1] <= 0
        assert points[-1][1] >= seams.LENGTH
        assert {points[at + 4][1] - points[at][1] for at in range(1, len(points) - 4)} == {seams.PITCH}


@pytest.mark.parametrize(
    ("state", "closed_bps", "left", "right", "expected"),
    [
        ("match", 10_000, True, True, "closed 100%"),
        ("match", 9_990, True, True, "closed 100%"),
        ("partial", 6_400, True, True, "closed 64%, rest 36%, hatched"),
        ("partial", 9_932, True, True, "closed 90%, rest 10%, hatched"),
        ("partial", 20_000, True, True, "closed 90%, rest 10%, hatched"),
        ("partial", -5, True, True, "closed 0%, rest 100%, hatched"),
        ("not_due", 3_025, True, True, "closed 30.25%, rest 69.75%"),
        ("not_due", 0, True, False, "closed 0%, rest 100%, left only"),
        ("missing", 5_000, True, False, "closed 0%, rest 100%, left only"),
        ("missing", 0, False, True, "closed 0%, rest 100%, right only"),
        ("misfit", 5_000, True, True, "closed 0%, rest 100%, other cut"),
        ("partial", 5_000, False, True, "closed 0%, rest 100%, right only"),
    ],
)
def test_what_is_drawn_between_two_halves(state: str, closed_bps: int, left: bool, right: bool, expected: str) -> None:
    drawn = seams.seam(state, closed_bps, left=left, right=right)
    said = [f"closed {drawn.closed}"]
    said += [f"rest {drawn.rest}"] if drawn.opens else []
    said += ["hatched"] if drawn.hatched else []
    said += ["other cut"] if drawn.other else []
    said += ["left only"] if left and not right else ["right only"] if right and not left else []
    assert ", ".join(said) == expected
    assert (drawn.left, drawn.right) == (left, right)

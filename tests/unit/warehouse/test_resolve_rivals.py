"""What `explain` shows of a name: which rule decided on which days, and who else it could have been."""

import datetime as dt
from pathlib import Path

import pytest

from transforms.records import ActorKind
from warehouse.resolve_reviewed import ReviewedNames
from warehouse.resolve_rivals import list_rivals, list_verdicts
from warehouse.resolve_seeds import read_actor_seeds

SEEDS = Path(__file__).parents[3] / "sql" / "seeds"


@pytest.fixture(scope="module")
def reviewed() -> ReviewedNames:
    return ReviewedNames(read_actor_seeds(SEEDS))


@pytest.mark.parametrize(
    ("surface", "first", "likeness"),
    [
        ("ルカシンコ大統領", "アレクサンドル・ルカシェンコ", 0.909),
        ("ゼレンスキー氏", "ウォロディミル・ゼレンスキー", 1.0),
        ("岸田文男", "岸田文雄", 0.75),
    ],
)
def test_the_likest_reviewed_actor_comes_first(
    reviewed: ReviewedNames, surface: str, first: str, likeness: float
) -> None:
    rivals = list_rivals(reviewed, surface, ActorKind.PERSON)
    assert (rivals[0].actor.name, rivals[0].likeness) == (first, likeness)
    assert len({rival.actor.actor_key for rival in rivals}) == len(rivals) <= 5
    assert [rival.likeness for rival in rivals] == sorted((r.likeness for r in rivals), reverse=True)


def test_a_name_like_nobodys_has_no_rivals(reviewed: ReviewedNames) -> None:
    assert list_rivals(reviewed, "霧ヶ原湖沼組合") == []


def test_an_office_has_a_verdict_for_every_holder_and_for_days_without(reviewed: ReviewedNames) -> None:
    verdicts = list_verdicts(reviewed, "米大統領", ActorKind.PERSON)
    names = {
        verdict.actor.name if verdict.actor else None: verdict.rule
        for verdict in verdicts
        if verdict.answer.last >= dt.date(2015, 1, 1)
    }
    assert names == {
        "バラク・オバマ": "seed_office",
        "ドナルド・トランプ": "seed_office",
        "ジョー・バイデン": "seed_office",
    }
    assert verdicts[0].actor is None

"""The reviewed names of sql/seeds/: whole, in order, and meaning what a reader of the news would say."""

import csv
import datetime as dt
import importlib.util
import unicodedata
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from transforms.records import ActorKind
from warehouse.resolve_names import FoldedName, to_key
from warehouse.resolve_reviewed import Found, ReviewedNames
from warehouse.resolve_seeds import ActorSeeds, AskedDay, find_conflicts, read_actor_seeds
from warehouse.resolve_topic_seeds import read_topic_seeds

SEEDS = Path(__file__).parents[2] / "sql" / "seeds"
DAY = dt.date(2023, 11, 8)


@pytest.fixture(scope="module")
def seeds() -> ActorSeeds:
    return read_actor_seeds(SEEDS)


@pytest.fixture(scope="module")
def reviewed(seeds: ActorSeeds) -> ReviewedNames:
    return ReviewedNames(seeds)


def rows(name: str) -> list[list[str]]:
    with (SEEDS / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines))


@pytest.mark.parametrize("path", sorted(SEEDS.glob("*.csv")), ids=lambda path: path.name)
def test_every_file_is_a_clean_rectangle(path: Path) -> None:
    table = rows(path.name)
    assert {len(row) for row in table} == {len(table[0])}
    assert all(field == field.strip() for row in table for field in row)
    assert all(unicodedata.is_normalized("NFC", field) for row in table for field in row)
    assert [row for row, count in Counter(map(tuple, table)).items() if count > 1] == []


def test_the_dictionary_is_large_enough_for_the_news(seeds: ActorSeeds) -> None:
    assert len(seeds.actors) >= 4000
    assert len(seeds.aliases) >= 12_000
    people = [actor for actor in seeds.actors.values() if actor.kind is ActorKind.PERSON]
    assert len({actor.country for actor in people}) >= 60


@pytest.mark.parametrize(
    "titles",
    [
        ("外相", "国務長官", "外交部長"),
        ("国防相", "国防長官", "国防部長", "防衛相"),
        ("財務相", "経済相", "企画財政相", "財務長官"),
    ],
    ids=lambda titles: titles[0],
)
def test_every_kind_of_minister_is_named_for_eighty_countries(
    seeds: ActorSeeds, titles: tuple[str, ...]
) -> None:
    held = [office for office in seeds.offices if office.title in titles]
    assert len({seeds.actors[office.actor_key].country for office in held}) >= 80
    assert len({office.scope for office in held if office.span.last is None}) >= 60


def test_central_bankers_are_named_for_eighty_countries(seeds: ActorSeeds) -> None:
    banks = {alias.actor_key for alias in seeds.aliases if alias.surface.endswith(("中央銀行", "中銀"))}
    held = [office for office in seeds.offices if office.title == "総裁" and office.scope in banks]
    assert len({office.scope for office in held}) >= 80


def test_spokespeople_are_many(seeds: ActorSeeds) -> None:
    spokes = {o.actor_key for o in seeds.offices if o.title.endswith(("報道官", "広報官", "広報部長"))}
    assert len(spokes) >= 150
    assert len({seeds.actors[actor_key].country for actor_key in spokes}) >= 30


def test_names_and_ids_tell_actors_apart(seeds: ActorSeeds) -> None:
    for values in (
        [actor.actor_id for actor in seeds.actors.values()],
        [actor.name for actor in seeds.actors.values()],
        [actor.wikidata_id for actor in seeds.actors.values() if actor.wikidata_id],
    ):
        assert [value for value, count in Counter(values).items() if count > 1] == []


def test_no_alias_means_two_actors_on_one_day(seeds: ActorSeeds) -> None:
    assert list(find_conflicts(seeds.aliases)) == []


def test_no_two_aliases_of_different_people_fold_alike(seeds: ActorSeeds) -> None:
    by_key: dict[str, set[str]] = {}
    for alias in seeds.aliases:
        if seeds.actors[alias.actor_key].kind is ActorKind.PERSON and alias.span.first is None:
            by_key.setdefault(to_key(alias.surface), set()).add(alias.actor_key)
    assert {key: found for key, found in by_key.items() if len(found) > 1} == {}


def test_every_actor_is_found_by_its_own_name(seeds: ActorSeeds, reviewed: ReviewedNames) -> None:
    for actor in seeds.actors.values():
        today = AskedDay(dt.date(2025, 1, 1))
        assert reviewed.look_up(actor.name, actor.kind, today)[:2] == (actor, "seed")


def test_offices_that_exist_once_have_one_holder_at_a_time(seeds: ActorSeeds) -> None:
    terms = [office for office in seeds.offices if office.scope]
    terms.sort(key=lambda office: (office.scope, office.title, office.span.first or dt.date.min))
    overlaps = [
        (a.actor_key, b.actor_key, a.title)
        for a, b in pairwise(terms)
        if (a.scope, a.title) == (b.scope, b.title) and a.span.overlaps(b.span)
    ]
    assert overlaps == []


def test_no_bare_surname_in_kanji_is_an_alias(seeds: ActorSeeds) -> None:
    names = {actor.name for actor in seeds.actors.values()}
    short = {
        alias.surface
        for alias in seeds.aliases
        if seeds.actors[alias.actor_key].kind is ActorKind.PERSON
        and len(alias.surface) <= 2
        and all("一" <= character <= "鿿" for character in alias.surface)
    }
    # 曹国 is a full name in its other spelling, 上皇 and 天皇 are offices; the news calls one man only 習氏.
    assert short - names == {"曹国", "上皇", "天皇", "習氏"}


@pytest.mark.parametrize(
    ("surface", "kind", "name"),
    [
        ("ゼレ", "person", "ウォロディミル・ゼレンスキー"),
        ("ウクライナのゼレンスキー大統領", "person", "ウォロディミル・ゼレンスキー"),
        ("ヴォロディミル・ゼレンスキー氏", "person", "ウォロディミル・ゼレンスキー"),
        ("バイデン米大統領", "person", "ジョー・バイデン"),
        ("オースティン米国防長官", "person", "ロイド・オースティン"),
        ("ブラウン英首相", "person", "ゴードン・ブラウン"),
        ("ルカシュンコ大統領", "person", "アレクサンドル・ルカシェンコ"),
        ("ルカシンコ大統領", "person", "アレクサンドル・ルカシェンコ"),
        ("ゼレンスキー・ヴォロディミル", "person", "ウォロディミル・ゼレンスキー"),
        ("ウォロジミル・ゼレンスキー", "person", "ウォロディミル・ゼレンスキー"),
        ("Volodymyr Zelensky", "person", "ウォロディミル・ゼレンスキー"),
        ("Kishida Fumio", "person", "岸田文雄"),
        ("米副大統領", "anonymous", "カマラ・ハリス"),
        ("宇オクサナ・マルカロワ駐米大使", "person", "オクサナ・マルカロワ"),
        ("元米国外交官チャス・フリーマン", "person", "チャス・フリーマン"),
        ("ウク軍ザルジニー総司令官", "person", "ワレリー・ザルジニー"),
        ("NATOのストルテンベルグ事務総長", "person", "イェンス・ストルテンベルグ"),
        ("ストルテンベルグNATO事務総長", "person", "イェンス・ストルテンベルグ"),
        ("中国の習近平国家主席", "person", "習近平"),
        ("尹大統領", "person", "尹錫悦"),
        ("岸田首相", "person", "岸田文雄"),
        ("故安倍晋三元首相", "person", "安倍晋三"),
        ("海江田万里民主党代表", "person", "海江田万里"),
        ("石原慎太郎日本維新の会共同代表", "person", "石原慎太郎"),
        ("高市早苗経済安全保障担当相", "person", "高市早苗"),
        ("日銀総裁", "anonymous", "植田和男"),
        ("カザフ大統領", "anonymous", "カシムジョマルト・トカエフ"),
        ("トルコ中銀総裁", "anonymous", "ハフィゼ・ガイェ・エルカン"),
        ("豪準備銀行のブロック総裁", "person", "ミシェル・ブロック"),
        ("フレデリクセン首相", "person", "メッテ・フレデリクセン"),
        ("フレデリクセン国防相", "person", "クラウス・ヨルト・フレデリクセン"),
        ("ハビスト・ペッカ", "person", "ペッカ・ハービスト"),
        ("毛報道官", "person", "毛寧"),
        ("NATO声明", "organisation", "NATO"),
        ("北大西洋条約機構(NATO)加盟国", "organisation", "NATO"),
        ("露外務省", "organisation", "ロシア外務省"),
        ("ウク政府", "organisation", "ウクライナ政府"),
        ("米", "country", "米国"),
        ("ウク", "country", "ウクライナ"),
        ("イギリス", "country", "英国"),
        ("WP", "media", "ワシントン・ポスト"),
        ("時事", "media", "時事通信"),
        ("nhk_news", "account", "NHK"),
    ],
)
def test_a_name_of_the_news_finds_its_actor(
    reviewed: ReviewedNames, surface: str, kind: str, name: str
) -> None:
    answer = reviewed.look_up(surface, ActorKind(kind), AskedDay(DAY))
    assert isinstance(answer, Found)
    assert answer.actor.name == name


@pytest.mark.parametrize(
    ("surface", "kind"),
    [
        ("プーチン大統領報道官", "person"),
        ("プーチン氏報道官", "person"),
        ("プーチン氏側近", "person"),
        ("プーチン氏の妻", "person"),
        ("ゼレンスキー政権高官", "person"),
        ("ゼレ側近", "anonymous"),
        ("ロシア外務省報道官", "anonymous"),
        ("田中氏", "person"),
        ("田中知事", "person"),
        ("中氏", "person"),
        ("マリ", "person"),
        ("ジル・バイデン氏", "person"),
        ("大統領", "anonymous"),
        ("報道官", "anonymous"),
        ("同報道官", "person"),
        ("ブラウン教授", "person"),
        ("ブラウン米国防次官", "person"),
        ("ブロック英外相", "person"),
        ("ロシア中銀報道官", "anonymous"),
        ("プーチン大統領の側近", "person"),
        ("谷垣一郎幹事長", "person"),
        ("米副大統領代行", "anonymous"),
    ],
)
def test_somebody_near_a_known_actor_is_not_that_actor(
    reviewed: ReviewedNames, surface: str, kind: str
) -> None:
    assert isinstance(reviewed.look_up(surface, ActorKind(kind), AskedDay(DAY)), FoldedName)


@pytest.mark.parametrize(
    ("surface", "day", "name"),
    [
        ("菅首相", "2010-07-01", "菅直人"),
        ("菅首相", "2021-07-01", "菅義偉"),
        ("米大統領", "2019-07-01", "ドナルド・トランプ"),
        ("米大統領", "2022-07-01", "ジョー・バイデン"),
        ("米大統領", None, None),
        ("米国防長官", "2019-07-25", "マーク・エスパー"),
        ("米国連大使", "2022-03-01", "リンダ・トーマスグリーンフィールド"),
        ("大統領報道官", "2022-03-01", None),
        ("岸田元首相", "2025-03-01", "岸田文雄"),
        ("岸田首相", "2019-03-01", None),
        ("岸田首相", None, "岸田文雄"),
        ("谷垣新総裁", "2009-09-29", "谷垣禎一"),
        ("谷垣貞一幹事長", "2016-05-17", "谷垣禎一"),
    ],
)
def test_an_office_names_its_holder_on_the_day(
    reviewed: ReviewedNames, surface: str, day: str | None, name: str | None
) -> None:
    asked = AskedDay(dt.date.fromisoformat(day) if day else None)
    answer = reviewed.look_up(surface, ActorKind.PERSON, asked)
    assert (answer.actor.name if isinstance(answer, Found) else None) == name


def test_topic_seeds_are_in_order() -> None:
    assert read_topic_seeds(SEEDS).aliases


@pytest.mark.parametrize("script", ["make_countries", "make_bodies", "make_latin"])
def test_what_the_scripts_make_comes_out_of_them_unchanged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    if script == "make_countries":
        pytest.importorskip("babel", reason="make_countries.py needs babel, of the dev extra")
        pytest.importorskip("pycountry", reason="make_countries.py needs pycountry, of the dev extra")
    monkeypatch.syspath_prepend(str(SEEDS))
    spec = importlib.util.spec_from_file_location(script, SEEDS / f"{script}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    names = ("actors.csv", "actor_aliases.csv")
    for name in names:
        (tmp_path / name).write_bytes((SEEDS / name).read_bytes())
    monkeypatch.setattr(module, "SEEDS", tmp_path)
    module.main()
    assert [(tmp_path / name).read_bytes() for name in names] == [
        (SEEDS / name).read_bytes() for name in names
    ]

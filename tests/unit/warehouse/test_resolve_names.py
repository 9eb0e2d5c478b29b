"""Folding: which surfaces are the same name, and which only look like it. All people are made up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.records import ActorKind
from warehouse.resolve_affixes import AffixError, Affixes
from warehouse.resolve_names import NameFolder, plain_text

AFFIXES = Affixes.from_rows(
    [
        *((word, "suffix", "honorific") for word in ("氏", "さん")),
        *(
            (word, "suffix", "title")
            for word in ("大統領", "首相", "外相", "報道官", "駐米大使", "知事", "村長", "投手", "教授")
        ),
        *((word, "suffix", "title") for word in ("総司令官", "社長", "外交官", "事務総長", "代表")),
        *((word, "suffix", "modifier") for word in ("元", "前", "副")),
        *((word, "prefix", "modifier") for word in ("元", "前")),
        *((word, "suffix", "occasion") for word in ("声明", "会見")),
        *((word, "suffix", "plural") for word in ("ら", "など", "加盟国")),
        *((word, "suffix", "body") for word in ("外務省", "政府", "軍")),
        *((word, "suffix", "organisation") for word in ("省", "党", "軍")),
        ("側近", "prefix", "relation"),
        ("佐々木", "whole", "surname"),
        ("王", "prefix", "sinic_surname"),
    ]
)
COUNTRIES = {
    "米": ("US", "米国"),
    "米国": ("US", "米国"),
    "露": ("RU", "ロシア"),
    "ロシア": ("RU", "ロシア"),
    "ウク": ("UA", "ウクライナ"),
    "ウクライナ": ("UA", "ウクライナ"),
    "中": ("CN", "中国"),
    "マリ": ("ML", "マリ"),
}
FOLDER = NameFolder(AFFIXES, COUNTRIES, ["NATO", "国連"])


@pytest.mark.parametrize(
    ("surface", "key"),
    [
        ("カレンスキー", "カレンスキー"),
        ("カレンスキー氏", "カレンスキー"),
        ("カレンスキー大統領", "カレンスキー"),
        ("カレンスキー元大統領", "カレンスキー"),
        ("元カレンスキー大統領", "カレンスキー"),
        ("カレンスキー露大統領", "カレンスキー"),
        ("露カレンスキー大統領", "カレンスキー"),
        ("ロシアのカレンスキー大統領", "カレンスキー"),
        ("ロシアの元カレンスキー大統領", "カレンスキー"),
        ("ウク軍カレンスキー総司令官", "カレンスキー"),
        ("元米国外交官カレンスキー", "カレンスキー"),
        ("NATOのカレンスキー事務総長", "カレンスキー"),
        ("カレンスキーNATO事務総長", "カレンスキー"),
        ("カレンスキー大統領(後任は未定)", "カレンスキー"),
        ("カレンスキー大統領会見", "カレンスキー"),
        ("カレンスキー氏ら", "カレンスキー"),
        ("ｶﾚﾝｽｷｰ氏", "カレンスキー"),
        ("アンナ・カレンスカヤ駐米大使", "アンナカレンスカヤ"),
        ("アンナ カレンスカヤ", "アンナカレンスカヤ"),
        ("米マリ・カレンスカヤ氏", "マリカレンスカヤ"),
        ("ヴェーラ・カレンスカヤ", "ベーラカレンスカヤ"),
        ("佐倉太郎首相", "佐倉太郎"),
        ("佐倉太郎さん", "佐倉太郎"),
        ("Anna Karen氏", "annakaren"),
        # さくら is a name although ら is a plural.
        ("佐倉さくら", "佐倉さくら"),
        ("佐倉さくらさんら", "佐倉さくら"),
        # A country's sign is no end of a Japanese name, nor its beginning.
        ("田中首相", "田中首相"),
        ("中村太郎首相", "中村太郎"),
        # A surname alone keeps its office, which tells namesakes apart; 元 does not.
        ("佐倉首相", "佐倉首相"),
        ("佐倉元首相", "佐倉首相"),
        ("佐倉投手", "佐倉投手"),
        ("佐々木知事", "佐々木知事"),
        ("弓削田知事", "弓削田知事"),
        ("鳥羽瀬知事", "鳥羽瀬知事"),
        ("鳥羽瀬氏", "鳥羽瀬"),
        ("森一郎知事", "森一郎"),
        ("王小明知事", "王小明"),
        ("霧沢村蓮台村長", "蓮台村長"),
        ("佐倉氏", "佐倉"),
        # 副社長 is another office than 社長.
        ("佐倉副社長", "佐倉副社長"),
        # Somebody else, or nobody by name.
        ("カレンスキー氏の妻", "カレンスキー氏の妻"),
        ("カレンスキー氏報道官", "カレンスキー氏報道官"),
        ("カレンスキー大統領報道官", "カレンスキー大統領報道官"),
        ("カレンスキー側近", "カレンスキー側近"),
        ("ロシア外務省報道官", "ロシア外務省報道官"),
        ("ロシアの報道官", "ロシアの報道官"),
        ("米大統領", "米大統領"),
        ("大統領", "大統領"),
        ("佐倉太郎架空党代表", "佐倉太郎架空党代表"),
    ],
)
def test_a_person_folds_to_the_name_alone(surface: str, key: str) -> None:
    assert FOLDER.fold(surface, ActorKind.PERSON).key == key


@pytest.mark.parametrize(
    ("surface", "kind", "key", "label"),
    [
        ("露外務省", "organisation", "ロシア外務省", "ロシア外務省"),
        ("ロシアの外務省", "organisation", "ロシア外務省", "ロシア外務省"),
        ("ウク軍", "organisation", "ウクライナ軍", "ウクライナ軍"),
        ("米政府", "organisation", "米国政府", "米政府"),
        ("露外務省声明", "organisation", "ロシア外務省", "ロシア外務省"),
        ("架空新聞", "media", "架空新聞", "架空新聞"),
        ("架空連合加盟国", "organisation", "架空連合", "架空連合"),
        ("KKR=架空連合", "organisation", "架空連合", "架空連合"),
        ("架空連合＝KKR", "organisation", "架空連合", "架空連合"),
        ("KKR=ABC", "organisation", "kkrabc", "KKR=ABC"),
        ("露外務省", "person", "ロシア外務省", "ロシア外務省"),
        ("@Sakura_Taro", "account", "sakura_taro", "Sakura_Taro"),
        ("米政府高官など", "anonymous", "米政府高官", "米政府高官"),
        ("ロシア大統領", "anonymous", "ロシア大統領", "ロシア大統領"),
        ("佐倉氏", "anonymous", "佐倉氏", "佐倉氏"),
    ],
)
def test_other_kinds_keep_their_own_grammar(surface: str, kind: str, key: str, label: str) -> None:
    folded = FOLDER.fold(surface, ActorKind(kind))
    assert (folded.key, folded.label) == (key, label)


@pytest.mark.parametrize(
    ("surface", "label", "country"),
    [
        ("カレンスキー露大統領", "カレンスキー", "RU"),
        ("宇宙カレンスキー大統領", "宇宙カレンスキー", None),
        ("元米国外交官アンナ・カレン", "アンナ・カレン", "US"),
        ("佐倉太郎首相", "佐倉太郎", None),
    ],
)
def test_the_label_is_what_a_person_would_list(surface: str, label: str, country: str | None) -> None:
    folded = FOLDER.fold(surface, ActorKind.PERSON)
    assert (folded.label, folded.country) == (label, country)


@pytest.mark.parametrize(
    ("surface", "seat", "name", "standing"),
    [
        ("霧沢村蓮台村長", "霧沢村", "蓮台", ""),
        ("汐見県霧沢村蓮台元村長", "霧沢村", "蓮台", "元"),
        ("汐見県樫宮前知事", "汐見県", "樫宮", "前"),
        ("大村秀一知事", "", "大村秀一", ""),
        ("架空党佐倉代表", "架空党", "佐倉", ""),
        ("汐見大久遠井教授", "汐見大", "久遠井", ""),
        ("汐見大久保教授", "", "汐見大久保", ""),
        ("佐倉省三郎社長", "", "佐倉省三郎", ""),
        ("佐倉次期代表", "", "佐倉次期", ""),
        ("架空党佐倉氏", "", "架空党佐倉", ""),
    ],
)
def test_a_place_or_body_comes_off_the_surname_behind_it(
    surface: str, seat: str, name: str, standing: str
) -> None:
    folded = FOLDER.fold(surface, ActorKind.PERSON)
    assert (folded.seat, folded.name, folded.standing) == (seat, name, standing)


SCRAPS = [
    "カレンスキー",
    "佐倉",
    "太郎",
    "元",
    "米",
    "ロシア",
    "の",
    "外務省",
    "氏",
    "ら",
    "大統領",
    "・",
    "(架空)",
    " ",
]


@given(st.lists(st.sampled_from(SCRAPS), min_size=1).map("".join) | st.text(), st.sampled_from(ActorKind))
def test_folding_never_fails_and_never_loses_a_name(surface: str, kind: ActorKind) -> None:
    folded = FOLDER.fold(surface, kind)
    if plain_text(surface).strip("@"):
        assert folded.key
        assert folded.label


def test_a_class_nobody_knows_is_refused() -> None:
    with pytest.raises(AffixError, match="no class 'praenomen'"):
        Affixes.from_rows([("氏", "suffix", "praenomen")])

"""What a body may be called back by: 同社, 同省, 同大, and the documents that speak for their issuers."""

from __future__ import annotations

import re
from functools import lru_cache

from transforms.affiliations import is_body
from transforms.japanese_names import COMMON_WORDS

COMPANY = "社"
GENERIC_BODIES = frozenset(
    {"団体", "組織", "会社", "企業", "機関", "政党", "球団", "グループ", "財団", "法人"}
)
"""Nouns that point back behind この and その: この団体は."""
_ENDINGS = {
    "大": ("大学", "大"),
    "行": ("銀行", "行"),
    "院": ("病院", "医院", "大学院", "院"),
    "校": ("学校", "高校", "中学", "大学", "校"),
    "研": ("研究所", "研究センター", "研究機構"),
    "委": ("委員会", "委"),
    "館": ("館",),
    "金庫": ("信用金庫",),
    "労組": ("労働組合", "労組", "労連"),
    "国": (),
}
"""Endings of the bodies that 同大, 同行, … point back to; others end as they are called (同省: …省)."""
CALLED_BACK = frozenset(_ENDINGS)
"""What stands behind 同 where a body of that class is meant."""
_NO_COMPANY = re.compile(
    r"(?:[省庁軍党県市町村区州府都道署局会校院裁警団盟委部検陣側国寺班課]|大学|政府|警察|検察|内閣|組合|連合|大使館|議会|機構|機関|"
    r"裁判所|研究所|チーム|クラブ|労組)$"
)
KANA_COMPANY = "持ち株会社"
_RELATED = ("子会社", "親会社", "関連会社", KANA_COMPANY, "持株会社", "グループ会社", "合弁会社", "取引先")
"""What a body is to another one (欧州子会社): never its name."""
_GENERIC = re.compile(
    r"(?P<kind>.*?)(?:会社|企業|メーカー|団体|業者|商社|銀行|店|社|組合|チーム|"
    r"診療所|事務所|営業所|保育所|研究所|裁判所|病院|医院|工場|学校|大学|施設)"
)
_ISSUERS = {
    "判決": ("地裁", "高裁", "最高裁", "家裁", "簡裁", "裁判所", "法廷"),
    "決定": ("地裁", "高裁", "最高裁", "家裁", "裁判所", "法廷"),
    "一審": ("地裁", "家裁", "簡裁"),
    "一審判決": ("地裁", "家裁", "簡裁"),
    "地裁判決": ("地裁",),
    "二審": ("高裁",),
    "二審判決": ("高裁",),
    "控訴審": ("高裁",),
    "控訴審判決": ("高裁",),
    "高裁判決": ("高裁",),
    "起訴状": ("地検", "高検", "検察庁", "特捜部", "検察"),
    "報告書": ("委員会", "委", "調査会", "審議会", "会議", "検討会"),
    "答申": ("委員会", "審議会", "会議", "調査会"),
    "提言書": ("委員会", "審議会", "会議", "協議会", "会"),
}
JUDGMENTS = frozenset({"判決", "決定"})
"""What a text calls the judgment it is about, which no court of an earlier instance gave (一審の水戸地裁)."""
DOCUMENTS = frozenset(_ISSUERS)
"""Nouns for what speaks in its issuer's name (判決は「…」と述べた)."""


_DEFINITION = re.compile(
    r"[(（](?:略称[・、:：]?|以下[、，]?)?「?(?P<short>[A-Z][A-Za-z0-9-]{1,9}|[一-鿿]{2,5})」?[)）]"
)


def find_short_form(text: str, end: int, body: str) -> str:
    """The short form that a text defines behind a body's name, or "".

    Args:
        text: the post's text.
        end: where the name ends in it.
        body: the name.

    >>> find_short_form("海峡交通省（海交省）は", 5, "海峡交通省")
    '海交省'
    >>> find_short_form("青浜汽船(東京)は", 4, "青浜汽船")
    ''
    """
    found = _DEFINITION.match(text, end)
    if found is None:
        return ""
    short, rest = found["short"], iter(body)
    is_drawn = is_body(short) and all(character in rest for character in short)
    return short if short.isascii() or is_drawn else ""


@lru_cache(maxsize=1 << 12)
def is_generic(core: str) -> bool:
    """Whether a body is only said to be of a kind: 製薬会社, 会社; no 同社 points back to it.

    >>> is_generic("製薬会社"), is_generic("会社"), is_generic("千歳製薬"), is_generic("水戸鉄道会社")
    (True, True, False, False)
    """
    if core.endswith(_RELATED):
        return True
    body = _GENERIC.fullmatch(core)
    return body is not None and (not body["kind"] or body["kind"] in COMMON_WORDS)


def is_called(core: str, back: str) -> bool:
    """Whether a body may be called 同`back`, or is the issuer of a document called `back`.

    >>> is_called("西北電線", "社"), is_called("外務省", "社"), is_called("東濃地裁", "判決")
    (True, False, True)
    """
    if back in _ISSUERS:
        return core.endswith(_ISSUERS[back])
    if back == COMPANY:
        return _NO_COMPANY.search(core) is None
    return core.endswith(_ENDINGS.get(back, (back,)))

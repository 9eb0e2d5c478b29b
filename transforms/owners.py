"""What the noun before の tells of the name behind it: 監督のベルティーニ, 電線大手の西北電線, 主将の鳥居."""

from __future__ import annotations

import re

from transforms.japanese_names import FAMILY_NAMES, looks_like_name, may_be_full_name
from transforms.records import ActorKind
from transforms.surfaces import Name

_POSITION = re.compile(
    r"(?:先発|救援|抑え|中継ぎ|主砲|主軸|主将|主力|控え|代打|新人|若手|ベテラン|古参|期待|エース|アンカー|左腕|右腕|相棒|女房役|同僚|横綱|大関|関脇|小結|前頭|平幕|ライバル|一方|"
    r"[0-9０-９一二三四五六七八九十]+(?:位|番|番手|歳|連覇中))$"
)
"""Before の and a family name: what somebody is in a team or a ranking (先発の梶本)."""
_INDUSTRY = re.compile(r"(?:大手|メーカー|商社|チェーン|ベンチャー|スタートアップ|老舗)$")
"""Before の and a noun: what kind of company that is (電線大手の西北電線)."""
_BARE_NAME = re.compile(r"[ァ-ヺー・]{3,}")


def own_noun(owner: Name, noun: Name) -> Name:
    """What a noun is by who or what owns it: 監督のベルティーニ, 先発の梶本, 電線大手の西北電線."""
    if owner.is_bare_role and _BARE_NAME.fullmatch(noun.surface):
        return noun._replace(kind=ActorKind.PERSON, role=owner.role)
    core = noun.core
    if _POSITION.search(owner.surface) is not None and (
        looks_like_name(core) or may_be_full_name(core) or core in FAMILY_NAMES
    ):
        return noun._replace(kind=ActorKind.PERSON, is_certain=True)
    if len(core) > 2 and _INDUSTRY.search(owner.surface):
        return noun._replace(kind=ActorKind.ORGANISATION, is_certain=True)
    return noun


def own_person(owner: Name, person: Name) -> Name:
    """A person with what the owner tells: that it is one (主将の鳥居), or whose president (フランスの)."""
    if not person.is_certain and _is_position(owner):
        return person._replace(is_certain=True)
    if owner.kind is ActorKind.COUNTRY and not person.affiliation:
        return person._replace(affiliation=owner.surface)
    return person


def _is_position(name: Name) -> bool:
    return name.kind is ActorKind.ANONYMOUS or _POSITION.search(name.surface) is not None

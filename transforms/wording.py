"""What quoted words look like by themselves, an utterance or a name, and what written words stand in."""

from __future__ import annotations

import re

from transforms.names import read_name
from transforms.records import ActorKind

WRITINGS = (
    r"(?:手紙|書簡|日記|手帳|メモ|ノート|遺書|遺言|感想文|作文|文集|色紙|寄せ書き|はがき|年賀状|メール|LINE|ブログ|SNS|インスタグラム|"
    r"フェイスブック|携帯電話|スマートフォン|スマホ|調書|要望書|意見書|陳述書|嘆願書|質問状|抗議文|勧告文|書面|手記|自伝|回顧録|遺稿)"
)
"""What somebody's written words stand in: 母の手紙には「…」とあった."""
WRITTEN_BEHIND = re.compile(
    r"と(?:だけ|も|一言)?(?:書かれ|書いて|書き残|記され|記して|つづられ|綴られ|あ[っりる]|残され)|"
    r"と(?:の|いう)(?:メッセージ|言葉|文字|一文|文章|記述|走り書き)が(?!届|寄せ)"
)
_UTTERANCE_END = re.compile(
    r"(?:[。！？!?…‥～〜♪]|[いうくすつぬむるぐぶだたかろず]|です|ます|ない|ね|よ|な|ぞ|さ|わ|の|せん|しょう|れ|え|け|て|のに|って|かな|もん|かしら|らし|なし|こと|べき|はず|ため|から|けど|ん|ように|たち|たら|れば|、と)$"
)
_ENDING_LENGTH = 3
"""Of the longest ending above, in characters: where in an utterance to look for one."""
_NOT_IN_NAMES = re.compile("[をにへがはも、。！？!?]")
_LAUGHS = re.compile(r"[(（][笑泣汗]+[)）]$")
_CLOSING = frozenset("」』）) ")
"""Stands at the end of words that something is to be cut off from."""
KANA_GRAMMAR = re.compile(r"[ぁ-ん](?:[^ぁ-ん]|$)")
"""A particle or an ending: kana before something else."""


def looks_like_utterance(words: str) -> bool:
    """Whether quoted words end as a sentence or clause does, not as a name or title.

    >>> looks_like_utterance("冬は非常に困難な時期だ"), looks_like_utterance("エコノミスト")
    (True, False)
    """
    if words[-1:] in _CLOSING:
        words = _LAUGHS.sub("", words).rstrip("」』）) ")
    has_end = _UTTERANCE_END.search(words, max(0, len(words) - _ENDING_LENGTH)) is not None
    return has_end and KANA_GRAMMAR.search(words) is not None


def names_somebody(words: str) -> bool:
    """Whether quoted words are nothing but a name with its office (TIME「…元顧問アレストヴィッチ」)."""
    if len(words) > 40 or _NOT_IN_NAMES.search(words):
        return False
    name = read_name(words)
    return name.kind is ActorKind.PERSON and bool(name.core) and name.role is not None

"""What the columns are called in Japanese; their English descriptions stand in `warehouse.schema`."""

from __future__ import annotations

COLUMNS = {
    "posted_date": "掲載日",
    "first_date": "初出",
    "last_date": "最終",
    "topic_id": "話題ID",
    "topic": "話題",
    "topic_rank": "その日の順位",
    "mention_count": "タグ数",
    "new_mention_count": "新しいタグ数",
    "post_count": "記事数",
    "post_share": "記事の割合",
    "post_count_7d": "7日間の記事数",
    "post_mean_7d": "7日平均",
    "post_mean_28d": "28日平均",
    "burst_score": "急増度",
    "actor_id": "話者ID",
    "actor": "話者",
    "actor_kind": "話者の種別（コード）",
    "quote_id": "発言ID",
    "quote_count": "発言数",
    "reported_quote_count": "間接話法の発言数",
    "statement_count": "異なる発言数",
    "mean_char_count": "平均文字数",
    "voice_share": "その日の発言に占める割合",
    "topic_voice_share": "同じ話題の発言に占める割合",
    "unit": "単位（コード）",
    "actor_id_a": "話者AのID",
    "actor_a": "話者A",
    "actor_kind_a": "話者Aの種別（コード）",
    "actor_id_b": "話者BのID",
    "actor_b": "話者B",
    "actor_kind_b": "話者Bの種別（コード）",
    "co_mention_count": "同席数",
    "utterance_id": "同一発言ID",
    "text": "発言",
    "copy_count": "掲載数",
    "day_count": "日数",
    "outlet_count": "媒体数",
    "form_count": "異文数",
    "shortest_text": "最短の形",
    "longest_text": "最長の形",
    "note_copy_count": "注記での掲載数",
    "exact_count": "そのまま",
    "trimmed_count": "一部を省略",
    "edited_count": "書き換え",
    "indirect_made_direct_count": "間接話法を直接に",
    "no_source_count": "出典なし",
    "context": "文脈（コード）",
    "source_kind": "情報源の種別（コード）",
    "source_type": "匿名の情報源の型",
    "actor_count": "話者数",
    "quote_share": "その日の発言に占める割合",
    "outlet_kind": "媒体の種別（コード）",
    "outlet_id": "媒体ID",
    "outlet": "媒体",
    "relayed_quote_count": "伝えた発言数",
    "anonymous_quote_count": "うち匿名の発言数",
    "own_quote_count": "媒体自身の発言数",
    "embed_count": "貼られた投稿数",
    "outlet_share": "媒体の割合",
    "crawl_dated_post_count": "収集日しか分からない記事数",
    "undated_post_count": "日付のない記事数",
    "damaged_post_count": "文字の壊れた記事数",
    "revised_post_count": "改訂された記事数",
    "speakerless_quote_count": "話者の分からない発言数",
    "unknown_kind_quote_count": "話者の種別が不明な発言数",
    "provisional_quote_count": "未確認の話者の発言数",
    "doubtful_quote_count": "確信度0.8未満の発言数",
    "form": "発言の形（コード）",
    "confidence": "確信度",
    "url": "記事のURL",
    "site": "サイト",
}
"""The Japanese name of every column a dataset shows; the same quantity, the same name."""

KINDS = {
    "person": "人物",
    "organisation": "組織",
    "country": "国",
    "media": "媒体",
    "account": "アカウント",
    "anonymous": "匿名",
    "unknown": "不明",
    "none": "話者なし",
}
FORMS = {"direct": "直接", "partial": "部分引用", "nested": "入れ子", "reported": "間接話法"}


def translate_sql(column: str, words: dict[str, str]) -> str:
    """The SQL expression that says a column's codes in Japanese; a new code stays as it is.

    >>> translate_sql("form", {"direct": "直接"})
    "case form when 'direct' then '直接' else form end"
    """
    cases = " ".join(f"when '{code}' then '{word}'" for code, word in words.items())
    return f"case {column} {cases} else {column} end"

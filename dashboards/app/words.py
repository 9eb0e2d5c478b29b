"""Every word the dashboard says, in Japanese and English, in one table.

Names are in braces. A line may hold Markdown: only what stands here is ever given to Streamlit as Markdown,
and data only in names that are numbers or days.
"""

from __future__ import annotations

from enum import StrEnum


class Language(StrEnum):
    """A language of the pages; its value stands in their addresses."""

    JA = "ja"
    EN = "en"


def choose_language(locale: str | None) -> Language:
    """The language for a browser's first locale, e.g. `ja-JP`; English for all others.

    >>> [choose_language(locale).value for locale in ("ja", "ja-JP", "en-GB", "jam", None)]
    ['ja', 'ja', 'en', 'en', 'en']
    """
    return Language.JA if (locale or "").split("-")[0].lower() == "ja" else Language.EN


def say(key: str, language: Language, **values: object) -> str:
    """The words for a key.

    Raises:
        KeyError: the table has no such words, or a name in braces is not given.

    >>> say("quote_total", Language.EN, count=1200)
    '1,200 quotes'
    """
    japanese, english = WORDS[key]
    return (japanese if language is Language.JA else english).format(**values)


def say_code(prefix: str, code: object, language: Language) -> str:
    """The words for a value of the tables, e.g. a form of quotes; the value itself where we have none.

    >>> say_code("form", "direct", Language.EN), say_code("form", "new", Language.EN)
    ('direct', 'new')
    """
    words = WORDS.get(f"{prefix}_{code}")
    return str(code) if words is None else words[0 if language is Language.JA else 1]


WORDS: dict[str, tuple[str, str]] = {
    # the frame
    "title": ("発言", "Hatsugen"),
    "subtitle": ("誰が、何について、何と言ったか", "who said what, about which topic"),
    "language": ("言語", "Language"),
    "today": ("今日", "Today"),
    "topics": ("話題", "Topics"),
    "speakers": ("話者", "Speakers"),
    "network": ("つながり", "Network"),
    "quotes": ("発言", "Quotes"),
    "pipeline": ("取り込み", "Pipeline"),
    "snapshot": ("スナップショット {seq}（{at} 公開）", "snapshot {seq}, published {at}"),
    "nothing_published": (
        "まだ何も公開されていません。`hatsugen run` を実行してください。",
        "Nothing was published yet. Run `hatsugen run` first.",
    ),
    "not_readable": ("データを読めません。", "The data cannot be read."),
    "other_version": (
        "このスナップショットは別の版で作られています。`hatsugen rebuild` を実行してください。",
        "This snapshot was made by another version. Run `hatsugen rebuild`.",
    ),
    "new_snapshot": ("新しいデータ（{seq}）が公開されました。", "New data ({seq}) was published."),
    "show_new": ("新しいデータを見る", "Show it"),
    "no_dated": ("日付のある記事がありません。", "No post has a date."),
    "empty": ("該当するものがありません。", "Nothing here."),
    "open": ("開く", "open"),
    # units and columns
    "quote_total": ("{count:,} 件の発言", "{count:,} quotes"),
    "posts_unit": ("記事", "posts"),
    "quotes_unit": ("発言", "quotes"),
    "speakers_unit": ("話者", "speakers"),
    "topics_unit": ("話題", "topics"),
    "tags_unit": ("タグ数", "tags"),
    "topic": ("話題", "topic"),
    "speaker": ("話者", "speaker"),
    "date": ("日付", "date"),
    "first_date": ("初出", "first"),
    "last_date": ("最終", "last"),
    "kind": ("種別", "kind"),
    "name": ("名前", "name"),
    "statement": ("発言", "statement"),
    "copies": ("掲載", "copies"),
    "outlets": ("媒体", "outlets"),
    "wordings": ("異文", "wordings"),
    "days": ("日数", "days"),
    "last_28": ("直近28日", "last 28 days"),
    "expected": ("予想", "expected"),
    "change": ("変化", "change"),
    "together": ("同席", "together"),
    "keyword": ("キーワード", "keyword"),
    "share": ("割合", "share"),
    "calendar": ("表示する期間", "days shown"),
    "calendar_year": ("直近1年", "the last year"),
    "calendar_all": ("全期間", "all"),
    # today
    "period": ("期間", "period"),
    "period_day": ("1日", "day"),
    "period_week": ("1週間", "week"),
    "until": ("まで", "until"),
    "since": ("から", "since"),
    "window": ("{since} 〜 {until}（前の期間との差）", "{since} to {until}, against the period before"),
    "rising": ("増えた話題", "Rising topics"),
    "falling": ("減った話題", "Falling topics"),
    "trend_help": (
        "直前28日から予想される記事数との差が大きい順",
        "by distance from what the 28 days before let expect",
    ),
    "new_actors": ("新しく現れた話者", "New speakers"),
    "repeated": ("繰り返された発言", "Most repeated statements"),
    "quality": ("データの品質", "Data quality"),
    "quality_speaker": ("話者の分かる発言", "quotes with a speaker"),
    "quality_sure": ("確度 0.8 以上の発言", "quotes with confidence ≥ 0.8"),
    "quality_reviewed": ("確認済みの話者による発言", "quotes by reviewed speakers"),
    "quality_undated": ("日付のない記事", "posts without a date"),
    "freshness": ("最新の記事", "newest post"),
    "pick_row": ("行を選ぶと詳しく見られます。", "Select a row to see more."),
    # topics
    "find_topic": ("話題を探す", "find a topic"),
    "pick_topic": ("話題", "topic"),
    "daily": ("日ごとの頻度", "Day by day"),
    "new_notes": ("新しい注記", "new notes"),
    "repeated_notes": ("再掲された注記", "repeated notes"),
    "mean_7d": ("7日平均", "7-day mean"),
    "burst": ("急増", "burst"),
    "daily_help": (
        "棒：その日のタグ数（再掲は別）。線：7日移動平均。▲：急増（バースト値 3 以上）",
        "Bars: tags of the day, repeated notes apart. Line: mean of 7 days. ▲: burst score of 3 or more",
    ),
    "share_of_posts": ("話題のある記事に占める割合", "Share of the day's posts with any topic"),
    "keywords": ("キーワード", "Keywords"),
    "who_speaks": ("誰が発言しているか", "Who speaks on it"),
    "in_context": ("文中の発言", "Quotes in context"),
    "all_quotes": ("すべての発言を見る", "See all quotes"),
    # speakers
    "find_speaker": ("話者を探す", "find a speaker"),
    "pick_speaker": ("話者", "speaker"),
    "over_time": ("日ごとの発言", "Quotes over time"),
    "direct_quotes": ("かぎ括弧の発言", "in brackets"),
    "reported_quotes": ("間接話法", "reported"),
    "speaks_on": ("何について話しているか", "Topics"),
    "relayed_by": ("どの媒体から伝わったか", "Outlets"),
    "companions": ("一緒に引用される話者", "Quoted together with"),
    "statements": ("発言の履歴", "Statements"),
    "statements_help": (
        "「一致・抜粋・改変・地の文から」は、注記が記事のかぎ括弧をどう写したかの件数",
        "exact, trimmed, edited, made direct: how notes took the words from their article",
    ),
    "timeline": ("繰り返された発言の経過", "How statements were repeated"),
    "timeline_help": (
        "掲載の多い発言。印はその日の掲載で、色と形は注記が記事の言葉をどう写したか",
        "The most copied statements. A mark is a day; colour and shape say how a note took the words",
    ),
    "no_source": ("記事・元の記事なし", "article, or of no article"),
    "exact": ("一致", "exact"),
    "trimmed": ("抜粋", "trimmed"),
    "edited": ("改変", "edited"),
    "made_direct": ("地の文から", "made direct"),
    "aliases": ("別表記とその根拠", "Other names, and why"),
    "surface": ("表記", "as written"),
    "rule": ("根拠", "rule"),
    "score": ("確度", "score"),
    "mentions": ("言及", "mentions"),
    # network
    "window_end": ("3か月の終わり", "three months until"),
    "unit": ("単位", "unit"),
    "unit_note": ("注記", "note"),
    "unit_post": ("記事", "post"),
    "min_weight": ("線の最小の重み", "least weight of a line"),
    "shown_nodes": ("人数の上限", "most speakers shown"),
    "network_help": (
        "同じ{unit}で引用された話者を線で結ぶ。点の大きさ：中心性、色：グループ。点を押すとその人の発言が見られる。",
        "A line joins speakers quoted in one {unit}. Size: centrality, colour: group. Select a dot.",
    ),
    "pairs": ("組", "Pairs"),
    "pair_quotes": ("この二人の発言", "Quotes of the two"),
    "community": ("グループ", "group"),
    "degree": ("相手の数", "partners"),
    "no_network": (
        "この条件では線がありません。最小の重みを下げてください。",
        "No line is that heavy. Lower the least weight.",
    ),
    # quotes
    "search": (
        "発言を探す（空白で区切ると、すべての語を含むもの）",
        "words in the quote (blank: all of them)",
    ),
    "filters": ("絞り込み", "Filters"),
    "form": ("形", "form"),
    "outlet": ("媒体・サイト", "outlet or site"),
    "min_confidence": ("確度の下限", "least confidence"),
    "any": ("すべて", "any"),
    "no_quote": (
        "条件に合う発言がありません。絞り込みをゆるめてください。",
        "No quote fits. Loosen the filters.",
    ),
    "download_csv": ("CSV をダウンロード", "Download CSV"),
    "download_xlsx": ("Excel をダウンロード", "Download Excel"),
    "download_help": ("上から {count:,} 件まで", "the first {count:,} at most"),
    "source": ("出典", "source"),
    "unnamed": ("話者不明", "nobody named"),
    "undated": ("日付なし", "no date"),
    "via": ("{via} による", "via {via}"),
    "evidence": ("根拠", "evidence"),
    "confidence": ("確度", "confidence"),
    "pair": ("同じ記事で引用された話者", "quoted in the same post"),
    "drop": ("この条件を外す", "drop this filter"),
    # pipeline
    "runs": ("公開の履歴", "Nights"),
    "seconds": ("秒", "seconds"),
    "published_at": ("公開日時", "published"),
    "dumps": ("ダンプ", "dumps"),
    "dumps_read": ("読んだダンプ", "dumps read"),
    "rejects": ("取り込めなかった記録", "Rejected records"),
    "rejected": ("除外", "rejected"),
    "reason": ("理由", "reason"),
    "excerpt": ("抜粋", "excerpt"),
    "path": ("ファイル", "file"),
    "format": ("形式", "format"),
    "position": ("位置（バイト）", "at byte"),
    "duplicates": ("重複", "duplicates"),
    "left_out": ("対象外", "left out"),
    "review": ("確認待ちの名前", "Names to review"),
    "review_help": (
        "よく出てくるのに、まだ人が確かめていない名前",
        "names that occur often and that nobody has settled yet",
    ),
    "balance": (
        "どのダンプも、読んだ記録 = 記事 + 重複 + 除外",
        "of every dump: records = posts + duplicates + rejected",
    ),
    "records": ("記録", "records"),
    "warnings": ("検査の警告", "Warnings of the checks"),
    # values of the tables
    "form_direct": ("直接", "direct"),
    "form_partial": ("部分引用", "partial"),
    "form_nested": ("入れ子", "nested"),
    "form_reported": ("間接話法", "reported"),
    "kind_person": ("人物", "person"),
    "kind_organisation": ("組織", "organisation"),
    "kind_country": ("国", "country"),
    "kind_media": ("媒体", "media"),
    "kind_account": ("アカウント", "account"),
    "kind_anonymous": ("匿名", "anonymous"),
    "kind_unknown": ("不明", "unknown"),
    "evidence_before": ("直前の名前", "name before"),
    "evidence_after": ("直後の名前", "name after"),
    "evidence_same_sentence": ("同じ文", "same sentence"),
    "evidence_previous_sentence": ("前の文", "sentence before"),
    "evidence_anaphor": ("代名詞", "anaphor"),
    "evidence_continued": ("続き", "continued"),
    "evidence_note": ("注記", "note"),
    "evidence_headline": ("見出し", "headline"),
    "evidence_none": ("なし", "none"),
    "source_seed": ("確認済みの一覧", "reviewed list"),
    "source_text": ("本文", "seen in posts"),
    "rule_seed": ("一覧", "list"),
    "rule_seed_office": ("役職", "office"),
    "rule_seed_folded": ("表記ゆれ", "same but for width or case"),
    "rule_seed_spelling": ("異綴り", "another spelling"),
    "rule_document": ("同じ記事の中", "same document"),
    "rule_full_form": ("記事中の正式な形", "its full form in the document"),
    "rule_role": ("肩書き", "role"),
    "rule_source": ("出どころ", "unnamed source"),
    "rule_site": ("同じサイト", "same site"),
    "rule_site_form": ("同じサイトの正式な形", "its full form on the site"),
    "rule_post": ("役職", "post held"),
}

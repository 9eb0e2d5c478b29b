"""Every word of a report, in Japanese and English; what the dashboard says too comes from its table."""

from __future__ import annotations

from dashboards.app import words as dashboard
from dashboards.app.words import Language


def say(key: str, language: Language, **values: object) -> str:
    """The words for a key, in plain text.

    Raises:
        KeyError: neither table has such words, or a name in braces is not given.

    >>> say("posts_more", Language.EN, count=3)
    '3 more posts'
    """
    if key not in WORDS:
        return dashboard.say(key, language, **values)
    japanese, english = WORDS[key]
    return (japanese if language is Language.JA else english).format(**values)


WORDS: dict[str, tuple[str, str]] = {
    "report": ("発言レポート", "Report on what was said"),
    "document_title": ("発言レポート {period}", "What was said, {period}"),
    "day_count": ("{count} 日間", "{count} days"),
    "one_day": ("1 日間", "1 day"),
    "of_snapshot": ("スナップショット {seq}、{at}公開", "snapshot {seq}, published {at}"),
    "compared_with": ("前の期間：{period}", "Period before: {period}"),
    "contents": ("目次", "Contents"),
    # the summary
    "in_short": ("要点", "In short"),
    "short_topic": (
        "最も多く書かれた話題は「{topic}」、{count:,} 記事（前の期間は {before:,} 記事）。",
        "Most written about: “{topic}”, {count:,} posts ({before:,} in the period before).",
    ),
    "short_rise": (
        "最も増えた話題は「{topic}」、直前 28 日から予想される {expected:.1f} 記事に対して {count:,} 記事。",
        "Strongest rise: “{topic}”, {count:,} posts where the 28 days before let expect {expected:.1f}.",
    ),
    "short_fall": (
        "最も減った話題は「{topic}」、予想 {expected:.1f} 記事に対して {count:,} 記事。",
        "Strongest fall: “{topic}”, {count:,} posts where {expected:.1f} were to be expected.",
    ),
    "short_speaker": (
        "最も多く引用されたのは{speaker}、{count:,} 件（前の期間は {before:,} 件）。",
        "Quoted most: {speaker}, {count:,} quotes ({before:,} in the period before).",
    ),
    "short_pair": (
        "最もよく並んで引用されたのは{first}と{second}、{count:,} の{unit}。",
        "Most often side by side: {first} and {second}, in {count:,} {unit}s.",
    ),
    "short_statement": (
        "最も繰り返されたのは{speaker}の「{statement}」、{count:,} 回。",
        "Repeated most: “{statement}” ({speaker}), {count:,} times.",
    ),
    "nothing_said": (
        "この期間には日付のある記事がありません。",
        "No post has a day within this period.",
    ),
    # headline
    "headline": ("期間の数字", "The period in numbers"),
    "from_before": ("前の期間 {before:,}", "before: {before:,}"),
    "posts_by_day": ("日ごとの記事数", "Posts by day"),
    "quotes_by_day": ("日ごとの発言数", "Quotes by day"),
    "columns_help": (
        "灰色は前の期間、青はこの期間。1 日を 1 本とし、最も多い日に数を記す。",
        "Grey: the period before. Blue: this one. One column a day; the highest has its number.",
    ),
    # trends
    "trends": ("増えた話題・減った話題", "Topics that rose and fell"),
    "trends_help": (
        "直前 28 日の平均から予想される記事数と比べ、スコアの絶対値が 1 以上のものを挙げた。"
        "2 を超えるもの（太字）は偶然とは考えにくい。",
        "Against what the mean of the 28 days before lets expect; scores of ±1 and beyond are listed. "
        "Beyond ±2 (bold) is no chance.",
    ),
    "rose": ("増えた話題", "Rose"),
    "fell": ("減った話題", "Fell"),
    "course": ("推移", "course"),
    "score": ("スコア", "score"),
    "too_early": (
        "目立った変化がないか、比べられる過去が 7 日に満たない。",
        "No marked change, or less than 7 days of past to compare with.",
    ),
    # topics
    "leading": ("主な話題の日ごとの動き", "The leading topics day by day"),
    "leading_help": (
        "縦軸はその話題に触れた記事の数で、すべての図に共通（上端が {most:,} 記事）。縦線からがこの期間。",
        "Height: posts on the topic, the same scale in every chart (top: {most:,}). "
        "This period begins at the upright line.",
    ),
    "chart_label": (
        "{topic}：この期間 {count:,} 記事、前の期間 {before:,} 記事",
        "{topic}: {count:,} posts in this period, {before:,} in the one before",
    ),
    "posts_change": ("{count:,} 記事（{change}）", "{count:,} posts ({change})"),
    # speakers
    "who": ("誰が何について話したか", "Who spoke on what"),
    "who_help": (
        "引用の件数。話題は注記（タグ行）の話題で、記事本文などの発言は「注記の外」に数える。",
        "Number of quotes. Topics are those of notes (tag lines); quotes in articles and tweets have none.",
    ),
    "other_topics": ("その他の話題", "other topics"),
    "outside_notes": ("注記の外", "outside notes"),
    "total": ("計", "all"),
    "before": ("前の期間", "before"),
    # network
    "together_title": ("誰と誰が並んで引用されたか", "Who stood next to whom"),
    "ring_help": (
        "同じ{unit}で引用された話者を線で結ぶ。太さは回数、点の大きさは回数の合計、色は結びつきの強いグループ"
        "（灰色の線はグループをまたぐ）。匿名の話者は除く。",
        "A line joins two quoted in one {unit}: the thicker, the more often. Colours are groups that are "
        "quoted together (grey lines join two groups). Unnamed speakers are left out.",
    ),
    "ring_label": ("話者のつながり", "Speakers quoted together"),
    "no_pairs": (
        "この期間に並んで引用された、名前のある話者の組はない。",
        "No two named speakers were quoted together.",
    ),
    "times": ("回数", "times"),
    # statements
    "repeated_title": ("繰り返された発言", "Most repeated statements"),
    "repeated_help": (
        "同じ話者の同じ発言（ほぼ同じ言い回しを含む）を一つにまとめた。回数は期間内の引用の数。",
        "One speaker's same words, nearly the same included, are one statement; counted are its quotes "
        "in the period.",
    ),
    "copies_of": (
        "{count:,} 回 · {posts:,} 記事 · 媒体 {outlets:,} · 言い回し {forms:,} 種 · 初出 {first}",
        "{count:,}× · posts: {posts:,} · outlets: {outlets:,} · wordings: {forms:,} · first on {first}",
    ),
    "posts_more": ("ほか {count:,} 記事", "{count:,} more posts"),
    "in_post": ("{count:,} 回", "{count:,}×"),
    "context_article": ("記事", "article"),
    "context_note": ("注記", "note"),
    "context_embed": ("ツイート", "tweet"),
    "context_other": ("その他", "other"),
    # new speakers
    "new_title": ("新しく現れた話者", "New speakers"),
    "new_help": (
        "この期間に初めて名前が現れ、発言が引用された話者。",
        "Named for the first time in this period, and quoted.",
    ),
    # quotes
    "quotes_title": ("文中の発言", "Quotes in context"),
    "quotes_help": (
        "主な話題ごとに、よく引用された話者の、最も繰り返された発言。色の部分が発言、前後は元の文のまま。",
        "For each leading topic the statement repeated most by each of those quoted most on it. "
        "The marked words are the quote; around it the source as it stands.",
    ),
    "said_times": ("期間内に {count:,} 回", "{count:,} times in the period"),
    # quality
    "quality_help": (
        "日付のない記事と、日付が収集日しか分からない記事は、上の数字のどれにも入っていない。",
        "Posts without a date, and posts known by the day of a crawl only, are in none of the numbers above.",
    ),
    "left_crawl": ("収集日しか分からない記事（この期間）", "posts with a crawl's day only, in this period"),
    "left_undated": ("日付のない記事（全期間）", "posts without any date, of all"),
    "left_rejected": ("取り込めなかった記録（全期間）", "rejected records, of all"),
    "left_quarantined": ("読めなかったダンプ（全期間）", "dumps put aside unread, of all"),
    "quality_what": ("項目", "what"),
    "quality_value": ("値", "value"),
    # provenance
    "provenance": ("出どころ", "Provenance"),
    "made_from": (
        "このレポートは {at} に公開されたスナップショット {seq}（パーサー {parser}、表の版 {contract}）から"
        "作られた。データは {first} から {last} まで。"
        "同じスナップショットと期間からは、いつ作っても同じページになる。",
        "Made from snapshot {seq}, published {at} (parser {parser}, tables {contract}), with data from "
        "{first} to {last}. The same snapshot and period always give the same page.",
    ),
    "no_data_days": ("日付なし", "no date"),
    "made_by": ("作り直すには：", "To make it again:"),
    "from_dumps": (
        "この期間の記事は {count:,} のダンプから読んだ。",
        "The posts of the period were read from {count:,} dumps.",
    ),
    "dumps_more": ("ほか {count:,} のダンプ", "{count:,} more dumps"),
    "licence": ("利用条件", "licence"),
    "rights": (
        "引用された言葉の権利は、それぞれの話者と媒体にある。",
        "What is quoted belongs to those who said and published it.",
    ),
    "method": (
        "日は日本時間の暦日。話題・話者・発言の同定は機械による。個々の発言は出典で確かめてから使うこと。",
        "Days are calendar days in Japan. Topics, speakers and statements are told by machine: "
        "check a quote at its source before you rely on it.",
    ),
}

"""HTML to text: lines, white space, tweet embeds, what is dropped, and markup made to do harm."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.blocks import link_embeds, split_blocks
from transforms.markup import Markup, break_paragraphs, convert_fragment, convert_lines
from transforms.records import BlockKind

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("山野首相は会談した。", "山野首相は会談した。"),
        (
            "<p>山野首相は会談した。</p><p>川辺外相も同席した。</p>",
            "山野首相は会談した。\n川辺外相も同席した。",
        ),
        ("<p>首相は会談した。<p>外相も同席した。", "首相は会談した。\n外相も同席した。"),
        ("<div><div>首相</div>外相</div>", "首相\n外相"),
        ("一<br>二<br/>\n三", "一\n二\n三"),
        ("一<br><br>二<br>\n<br /><br>三", "一\n\n二\n\n三"),
        ("<p>一</p>\n\n<p><br></p><p>二</p>", "一\n二"),
        ("<ul><li>一<li>二</ul><dl><dt>三<dd>四</dl>", "一\n二\n三\n四"),
        ("<table><tr><td>一<td>二<tr><th>三</table>", "一 二\n三"),
        ("<h2>見出し</h2>本文<hr>続き", "見出し\n本文\n続き"),
        ("<pre>一\n  二</pre>三", "一\n二\n三"),
        ("<p>#外交(首相「対話を」)</p><p>#NATO#対話</p>", "#外交(首相「対話を」)\n#NATO#対話"),
    ],
)
def test_blocks_and_breaks_are_lines(markup: str, text: str) -> None:
    assert convert_fragment(markup).text == text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("首相は<b>「対話を」</b><span>と</span>述べた", "首相は「対話を」と述べた"),
        ('<a href="/k">首相</a>\n<a href="/l">「対話を」</a>', "首相「対話を」"),
        ("首相は\n  「対話を」と\r\n述べた", "首相は「対話を」と述べた"),
        ("NATO\n加盟国は in\nBrussels", "NATO 加盟国は in Brussels"),
        ("ロシア ウクライナに", "ロシア ウクライナに"),
        ("a  \t b", "a b"),
        ("\u3000首相は\u3000会談\u00a0した&nbsp;。&emsp;", "\u3000首相は\u3000会談\u00a0した\u00a0。\u2003"),
        ("A&amp;B &lt;b&gt; &mdash;&#8212;&#x1F600;&copy", "A&B <b> ——😀©"),
        ("行\u2028分割\u200bあり", "行\u2028分割\u200bあり"),
        ("が\u3099", "が\u3099"),
    ],
)
def test_white_space_is_as_a_browser_shows_it(markup: str, text: str) -> None:
    assert convert_fragment(markup).text == text


@pytest.mark.parametrize(
    "dropped",
    [
        "<script>var a = '<p>b';</script>",
        "<style>p { color: red }</style>",
        "<iframe src='https://example.org/'>枠</iframe>",
        "<noscript><img src='x'>要</noscript>",
        "<template><p>型</p></template>",
        "<!-- 注 <p>隠れた</p> -->",
        "<svg><title>図</title></svg>",
        "<select><option>選</select>",
    ],
)
def test_what_is_no_text_of_the_page_is_dropped(dropped: str) -> None:
    assert convert_fragment(f"<p>前{dropped}後</p>").text == "前後"


def test_readings_above_names_are_dropped_and_emoji_pictures_kept() -> None:
    markup = (
        '<ruby>山野<rp>(</rp><rt>やまの</rt><rp>)</rp></ruby>氏<img class="emoji" alt="😀"><img alt="写真">'
    )
    assert convert_fragment(markup).text == "山野氏😀"


STATUS = "https://twitter.com/rei_news/status/1721852020304724000"
LINK = '<a href="https://t.co/abc">https://t.co/abc</a>'


def embed(
    text: str, *, signature: str = "", href: str = STATUS, attributes: str = 'class="twitter-tweet"'
) -> str:
    signature = (
        signature
        or f'&mdash; 例ニュース (@rei_news) <a href="{href}?ref_src=twsrc%5Etfw">November 7, 2023</a>'
    )
    return f'<blockquote {attributes}><p lang="ja" dir="ltr">{text}</p>{signature}</blockquote>'


SIGNATURE = "— 例ニュース (@rei_news) November 7, 2023"


@pytest.mark.parametrize(
    ("markup", "lines"),
    [
        (embed(f"会談へ {LINK}"), ["会談へ https://t.co/abc", SIGNATURE]),
        (
            embed(f"会談へ{LINK}") + "\n<script async src='x'></script>\n",
            ["会談へhttps://t.co/abc", SIGNATURE],
        ),
        (embed(f"会談へ {LINK}", attributes=""), ["会談へ https://t.co/abc", SIGNATURE]),
        (
            f'<blockquote class="twitter-tweet">会談へ {LINK} — 例ニュース (@rei_news) '
            f'<a href="{STATUS}">November 7, 2023</a></blockquote>',
            ["会談へ https://t.co/abc", SIGNATURE],
        ),
        (
            embed(
                f"会談へ {LINK}",
                signature=f'<p>— 例 — 国際部 (@rei_news) <a href="{STATUS}">2023年11月7日</a></p>',
            ),
            ["会談へ https://t.co/abc", "— 例 — 国際部 (@rei_news) 2023年11月7日"],
        ),
        (
            embed(f'<a href="https://twitter.com/hashtag/x?src=hash">#対話</a> {LINK}'),
            ["#対話 https://t.co/abc", SIGNATURE],
        ),
    ],
)
def test_an_embed_has_the_lines_of_its_plain_text(markup: str, lines: list[str]) -> None:
    converted = convert_fragment(f"<p>#札(注)</p>{markup}<p>後の段落。</p>")
    assert converted.text.split("\n") == ["#札(注)", *lines, "後の段落。"]
    assert converted.status_urls == (STATUS,)


LONG = "首相は会談した。" * 20


@pytest.mark.parametrize(
    ("before", "blanks"),
    [
        ("<p>首相は会談した。</p>", 1),
        ("<p>首相は会談した。</p><p>二つ目の短い段落。</p>", 1),
        ("<p>#外交</p>", 1),
        (f"<p>{LONG}</p>", 0),
        (f"<p>{LONG}</p><p>首相は会談した。</p>", 0),
        ("<p>#外交(首相)</p>", 0),
        (embed(f"前の投稿 {LINK}"), 0),
        ("", 0),
    ],
)
def test_an_embed_does_not_begin_in_the_paragraph_above_it(before: str, blanks: int) -> None:
    converted = convert_fragment(f"{before}{embed(f'会談へ {LINK}')}")
    *_, last = split_blocks(converted.text)
    assert converted.text[last.start : last.end] == f"会談へ https://t.co/abc\n{SIGNATURE}"
    assert converted.text.count("\n\n") == blanks


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("https://x.com/rei_news/status/17?s=20", "https://x.com/rei_news/status/17"),
        ("http://mobile.twitter.com/rei_news/statuses/17", "https://mobile.twitter.com/rei_news/statuses/17"),
        ("//twitter.com/#!/rei_news/status/17", "https://twitter.com/rei_news/status/17"),
    ],
)
def test_the_status_is_known_under_all_hosts(href: str, url: str) -> None:
    assert convert_fragment(embed(f"会談へ {LINK}", href=href)).status_urls == (url,)


@pytest.mark.parametrize(
    "markup",
    [
        "<blockquote>声明は「対話を」とした。</blockquote>",
        f'<blockquote>引用 <a href="{STATUS}">投稿</a> を見よ</blockquote>',
        f'<p>— 例ニュース (@rei_news) <a href="{STATUS}">November 7, 2023</a></p>',
        '<blockquote class="twitter-tweet">会談へ <a href="https://example.org/a/status/1">投稿</a></blockquote>',
    ],
)
def test_other_quotations_and_links_are_no_embeds(markup: str) -> None:
    assert convert_fragment(markup).status_urls == ()


def test_a_tweet_of_several_lines_stays_one_block_with_its_instant() -> None:
    page = f"<p>本文。</p>{embed('会談へ<br>首相「対話を」')}<p>外相も同席した。 https://t.co/x</p>"
    converted = convert_fragment(page)
    blocks = link_embeds(split_blocks(converted.text), converted.status_urls)
    assert [block.kind for block in blocks] == [BlockKind.ARTICLE, BlockKind.EMBED, BlockKind.ARTICLE]
    block = blocks[1]
    assert converted.text[block.start : block.end] == f"会談へ\n首相「対話を」\n{SIGNATURE}"
    assert (block.status_url, block.handle) == (STATUS, "rei_news")
    assert block.published_at is not None


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ("一\n\n二\n三", ["一", "二", "三"]),
        ("一\r\n\r\n二\r三", ["一", "二", "三"]),
        ("<!-- wp:paragraph -->\n<p>一</p>\n<!-- /wp:paragraph -->\n\n<p>二\n三</p>", ["一", "二", "三"]),
        ("一\n<!--more-->\n二", ["一", "二"]),
        ("<b>一</b>\n<i>二</i>", ["一", "二"]),
        ("<ul>\n<li>一</li>\n\n<li>二</li>\n</ul>\n三", ["一", "二", "三"]),
        ("一<br />\n二", ["一", "二"]),
        ('<a\nhref="/x">一</a>二', ["一二"]),
        (
            f"一\n\n{embed(f'会談へ {LINK}')}\n<script async></script>\n\n二",
            ["一", "", "会談へ https://t.co/abc", SIGNATURE, "二"],
        ),
        ("#外交(首相)\n\n#NATO", ["#外交(首相)", "#NATO"]),
    ],
)
def test_bare_newlines_become_paragraphs(body: str, lines: list[str]) -> None:
    assert convert_fragment(break_paragraphs(body)).text.split("\n") == lines


def test_preformatted_text_keeps_its_blank_lines() -> None:
    assert convert_fragment(break_paragraphs("<pre>一\n\n二</pre>\n三")).text == "一\n\n二\n三"


@pytest.mark.parametrize(
    "markup",
    [
        "<div>" * 50_000 + "会談",
        "<b>" * 50_000 + "会談" + "</b>" * 50_000,
        "<ul><li>" * 20_000 + "会談",
        "<blockquote>" * 1500 + f'<a href="{STATUS}">会談</a>' * 1000,
        "<p " + " ".join(f"a{number}=1" for number in range(50_000)) + ">会談",
        "<p title='" + ">" * 100_000 + "'>会談",
        "会談" + "<!--" * 50_000,
        "会談" + "<a<a" * 50_000,
        "会談" + " \n" * 100_000,
        "<pre>" * 1500 + "会談\n" * 1000,
        f'<blockquote>会談—{" " * 100_000}<a href="{STATUS}">',
    ],
)
def test_hostile_markup_costs_no_stack_and_little_time(markup: str) -> None:
    assert "会談" in convert_fragment(markup).text
    assert "会談" in convert_fragment(break_paragraphs(markup)).text


def test_a_page_too_deep_for_a_tree_still_has_lines() -> None:
    deep = "<div>" * 5000 + "<p>一&amp;<b>二</b></p><script>x</script>三<br>四" + "</div>" * 5000
    assert convert_fragment(deep) == Markup("一&二\n三\n四", ())


@pytest.mark.slow
def test_a_page_of_too_many_tags_for_a_tree_still_has_lines() -> None:
    assert convert_fragment("<p>一<b></b>二</p>" + "<i></i>" * 250_001 + "三").text == "一二\n三"


def test_controls_and_halves_of_surrogate_pairs_are_dropped() -> None:
    assert convert_fragment("会\0談\x01は&#0;続&#11;く&#xd800;\ud800。\ufffe<br>&#13;").text == "会談は続く。"


@given(st.text(st.sampled_from("<>/&;#!-=\"' \n\t\rpbrdivasctx1「」会。\0\u3000"), max_size=60))
def test_any_text_converts(markup: str) -> None:
    for converted in (convert_fragment(markup), convert_fragment(break_paragraphs(markup))):
        assert not re.search(r"[\r\t\0]| \n|\n |\n\n\n", converted.text)


@given(st.lists(st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1), min_size=1, max_size=5))
def test_escaped_lines_come_back(lines: list[str]) -> None:
    markup = "".join(f"<p>{html.escape(line)}</p>" for line in lines)
    assert convert_fragment(markup).text == "\n".join(lines)


PLAIN = st.text(st.sampled_from("会談。ab \u3000\xa0\u2028\t\n\r\f#「」"), max_size=30)


@given(PLAIN)
def test_lines_without_tags_are_those_of_the_parser(body: str) -> None:
    assert convert_lines(body) == convert_fragment(break_paragraphs(body))


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("一\n\n\u3000二", "一\n\u3000二"),
        ("<b>一</b>\n\n\u3000二", "一\n\u3000二"),
        ("一\x0b\r\n\x01\n二", "一\n二"),
    ],
)
def test_a_paragraphs_indent_stays(body: str, text: str) -> None:
    assert convert_lines(body).text == text

"""Canonical addresses: what is one page, and what is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.addresses import canonicalise_host, canonicalise_site, canonicalise_url

ENTRY = "https://blog.example/entry/2023/11/08/213000"


@pytest.mark.parametrize(
    "url",
    [
        "http://blog.example/entry/2023/11/08/213000",
        "HTTPS://Blog.Example/entry/2023/11/08/213000",
        "https://blog.example./entry/2023/11/08/213000",
        "http://blog.example:80/entry/2023/11/08/213000",
        "https://blog.example:443/entry/2023/11/08/213000",
        "https://name:word@blog.example/entry/2023/11/08/213000",
        "https://blog.example/entry/2023/11/08/213000/",
        "https://blog.example/entry/2023/11/08/213000#comments",
        "https://blog.example/entry/2023/11/08/213000?",
        "https://blog.example/entry/2023/11/08/213000?utm_source=feed&UTM_Medium=rss&fbclid=1",
        "https://blog.example/entry/2023/11/08/213000?amp=1",
        "https://blog.example/entry/2023/11/08/213000?amp",
        "https://blog.example/entry/2023/11/08/213000/amp",
        "https://blog.example/entry/2023/11/08/213000/amp/?utm_campaign=x#top",
        "https://blog.example/entry/2023/11/08/213000;jsessionid=1A2B",
        "https://blog.example/entry/2023/11/08/213000?replytocom=7",
        "https://blog.example/entry/2023/11/./08/x/../213000",
        "https://blog.example/%65ntry/2023/11/08/213000",
        " <https://blog.example/entry/2023/11/08/213000> ",
        "https://blog.example/entry/2023/\n11/08/213000",
    ],
)
def test_one_page_however_it_is_written(url: str) -> None:
    assert canonicalise_url(url) == ENTRY


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("https://blog.example", "https://blog.example/"),
        ("https://blog.example//", "https://blog.example/"),
        ("https://blog.example/amp", "https://blog.example/amp"),
        ("https://blog.example/stamp", "https://blog.example/stamp"),
        ("https://blog.example:8080/a", "https://blog.example:8080/a"),
        ("http://blog.example:443/a", "https://blog.example/a"),
        ("http://[2001:DB8::1]:80/a", "https://[2001:db8::1]/a"),
        ("https://www.blog.example/a", "https://www.blog.example/a"),
        ("https://sp.blog.example/a", "https://sp.blog.example/a"),
        ("https://m.blog.example/a", "https://m.blog.example/a"),
        # the query: what is no tracking stays, in one order
        ("https://blog.example/?p=1&b=&a=%7e+x", "https://blog.example/?a=~+x&b=&p=1"),
        ("https://blog.example/?b=2&b=1&a", "https://blog.example/?a&b=2&b=1"),
        (
            "https://blog.example/?url=http://x.example/?y=1",
            "https://blog.example/?url=http://x.example/?y=1",
        ),
        ("https://blog.example/?utm=1&amplitude=2", "https://blog.example/?amplitude=2&utm=1"),
        # letters beyond ASCII
        ("https://blog.example/月 刊", "https://blog.example/%E6%9C%88%20%E5%88%8A"),
        ("https://blog.example/%e6%9c%88%20%e5%88%8a", "https://blog.example/%E6%9C%88%20%E5%88%8A"),
        ("https://blog.example/a%2Fb%2fc%zz", "https://blog.example/a%2Fb%2Fc%zz"),
        ("https://日本語.example/", "https://xn--wgv71a119e.example/"),
        ("https://XN--WGV71A119E.example/", "https://xn--wgv71a119e.example/"),
        # a fragment that is a post of a day's page
        ("http://d.example/someone/20051226#p1", "https://d.example/someone/20051226#p1"),
        ("http://d.example/someone/20051226#1135599111", "https://d.example/someone/20051226#1135599111"),
        ("http://d.example/?date=20051226#p01", "https://d.example/?date=20051226#p01"),
        ("http://d.example/20051226.html#p02", "https://d.example/20051226.html#p02"),
        ("http://d.example/20051226#comments", "https://d.example/20051226"),
        ("http://d.example/entry/1#p1", "https://d.example/entry/1"),
        ("http://d.example/#!/entry/1", "https://d.example/#!/entry/1"),
        ("https://blog.example/a\udfff", "https://blog.example/a%ED%BF%BF"),
    ],
)
def test_the_canonical_address(url: str, canonical: str) -> None:
    assert canonicalise_url(url) == canonical


@pytest.mark.parametrize(
    "url",
    [
        "", "entry/1", "/entry/1", "//blog.example/entry/1", "ftp://blog.example/a",
        "mailto:someone@blog.example", "javascript:void(0)", "urn:uuid:1",
        "https://", "https:///a", "http://blog.example:x/", "http://[::1/",
        "http://blog .example/", "http://" + "a" * 300 + ".example/", "dns:blog.example",
        "tag:blog.example,2023:1",
    ],
)  # fmt: skip
def test_no_web_address(url: str) -> None:
    assert canonicalise_url(url) is None


ADDRESSES = st.builds(
    "{}://{}{}/{}?{}#{}".format,
    st.sampled_from(["http", "https", "HTTP"]),
    st.sampled_from(["blog.example", "日本語.example", "BLOG.example", "[::1]", "a_b.example"]),
    st.sampled_from(["", ":80", ":443", ":8080"]),
    *[st.text(alphabet="aA1/.%=&;+~#!月 \\|^{}é\u3000", max_size=15)] * 3,
)


@given(ADDRESSES | st.text())
def test_a_canonical_address_is_its_own(url: str) -> None:
    canonical = canonicalise_url(url)
    assert canonical is None or canonicalise_url(canonical) == canonical


@given(ADDRESSES)
def test_a_canonical_address_is_plain_ascii_without_blanks(url: str) -> None:
    canonical = canonicalise_url(url)
    assert canonical is not None
    assert canonical.isascii()
    assert canonical.isprintable()
    assert " " not in canonical


SISTERS = {"someone.hatenadiary.jp": "someone.hatenablog.com"}


def test_sister_hosts_are_one_only_when_told_so() -> None:
    url = "http://Someone.hatenadiary.jp/entry/1"
    assert canonicalise_url(url) == "https://someone.hatenadiary.jp/entry/1"
    assert canonicalise_url(url, SISTERS) == "https://someone.hatenablog.com/entry/1"
    assert canonicalise_url("https://other.hatenadiary.jp/", SISTERS) == "https://other.hatenadiary.jp/"


@pytest.mark.parametrize(
    ("site", "canonical"),
    [
        ("Someone.Hatenadiary.jp", "someone.hatenablog.com"),
        ("blog.example", "blog.example"),
        (" みどり日記 ", "みどり日記"),
        ("Vol.2", "Vol.2"),
        ("https://blog.example/someone/", "https://blog.example/someone/"),
        ("blog.example/someone", "blog.example/someone"),
        ("", None),
        (None, None),
    ],
)
def test_a_site_is_a_host_or_a_name(site: str | None, canonical: str | None) -> None:
    assert canonicalise_site(site, SISTERS) == canonical


@pytest.mark.parametrize("host", ["", ".", "a b", "a/b", "x" * 254])
def test_no_host(host: str) -> None:
    assert canonicalise_host(host) is None

"""A small valid dump of every format, to be damaged: text written here, about nobody who lives."""

from __future__ import annotations

import io
import json

import pyarrow as pa
import pyarrow.parquet as pq

SENTENCES = (
    "山野首相は8日、「対話を続ける」と述べた。",
    "川田外相は会見で「合意は近い」と語った。",
    "北国の大統領は『国境を閉じる』と拒んだ。",
)
NOTE = "#NATO(山野首相「対話を続ける」)"
EMBED = (
    '<blockquote class="twitter-tweet"><p lang="ja">会談は終わった</p>&mdash; 山野太郎 (@yamano_example) '
    '<a href="https://twitter.com/yamano_example/status/1722000000000000001">November 7, 2023</a>'
    "</blockquote>"
)
HTML = f"<p>{SENTENCES[0]}<br>{SENTENCES[1]}</p>{EMBED}<p>{NOTE}</p>"

TEXT = "\n".join((*SENTENCES, NOTE)) + "\n"
JSONL = "".join(
    json.dumps({"id": number, "text": text, "m": [{"k": number}]}, ensure_ascii=False) + "\n"
    for number, text in enumerate(SENTENCES)
)
JSON_ARRAY = json.dumps([{"id": n, "text": text} for n, text in enumerate(SENTENCES)], indent=1)
TWEETS = "window.YTD.tweets.part0 = " + json.dumps(
    [
        {
            "tweet": {
                "id_str": str(1722000000000000001 + number),
                "full_text": f"{text} https://t.co/x",
                "created_at": "Wed Nov 08 00:00:00 +0000 2023",
                "entities": {"urls": [{"url": "https://t.co/x", "expanded_url": "https://example.org/1"}]},
            }
        }
        for number, text in enumerate(SENTENCES)
    ],
    ensure_ascii=False,
    indent=2,
)
MOVABLE_TYPE = "".join(
    f"AUTHOR: 丘\nTITLE: 日記{number}\nBASENAME: 2023/11/0{number + 1}/070000\nSTATUS: Publish\n"
    f"CONVERT BREAKS: 0\nDATE: 11/0{number + 1}/2023 21:30:00\nCATEGORY: 外交\n-----\nBODY:\n{HTML}\n-----\n"
    "COMMENT:\nAUTHOR: 谷\nEMAIL: tani@example.org\nIP: 192.0.2.7\nDATE: 11/09/2023 08:00:00\n賛成です。\n"
    "-----\n--------\n"
    for number in range(3)
)
WXR = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"'
    ' xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"'
    ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">\n<channel>\n'
    "<title>日記</title><wp:wxr_version>1.2</wp:wxr_version>\n"
    + "".join(
        f"<item><title>日記{number}</title><link>https://example.org/{number}</link>"
        f"<dc:creator><![CDATA[oka]]></dc:creator><content:encoded><![CDATA[{HTML}]]></content:encoded>"
        f"<wp:post_id>{number}</wp:post_id><wp:post_date>2023-11-08 21:30:00</wp:post_date>"
        "<wp:post_date_gmt>2023-11-08 12:30:00</wp:post_date_gmt><wp:status>publish</wp:status>"
        "<wp:post_type>post</wp:post_type><wp:post_password></wp:post_password></item>\n"
        for number in range(3)
    )
    + "</channel>\n</rss>\n"
)
RSS = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel><title>日記</title>\n'
    + "".join(
        f"<item><title>日記{number}</title><link>https://example.org/{number}</link>"
        f"<pubDate>Wed, 08 Nov 2023 21:30:00 +0900</pubDate><description><![CDATA[{HTML}]]></description>"
        "</item>\n"
        for number in range(3)
    )
    + "</channel></rss>\n"
)
ATOM = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom"><title>日記</title>\n'
    + "".join(
        f"<entry><id>tag:example.org,2023:{number}</id><title>日記{number}</title>"
        f'<published>2023-11-08T21:30:00+09:00</published><content type="html">&lt;p&gt;{text}&lt;/p&gt;'
        "</content></entry>\n"
        for number, text in enumerate(SENTENCES)
    )
    + "</feed>\n"
)
PAGE = (
    '<!DOCTYPE html>\n<html lang="ja"><head><meta charset="utf-8"><title>日記 - 丘の記録</title></head><body>'
    '<article class="entry"><header><h1 class="entry-title"><a class="entry-title-link"'
    ' href="https://oka.hatenablog.example/entry/1">日記</a></h1>'
    '<time datetime="2023-11-08T12:30:00Z">8日</time></header>'
    f'<div class="entry-content">{HTML}<p>{SENTENCES[2] * 3}</p></div></article></body></html>\n'
)


def make_warc_record(kind: str, number: int, mime: str, block: bytes) -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-00000000000{number}>\r\n"
        f"WARC-Date: 2023-11-08T12:30:00Z\r\nWARC-Target-URI: https://example.org/{number}\r\n"
        f"Content-Type: {mime}\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


HTTP = (
    "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
    f"Content-Length: {len(PAGE.encode())}\r\n\r\n{PAGE}"
).encode()
RESPONSE = "application/http; msgtype=response"
WARC_RECORDS = [make_warc_record("response", number, RESPONSE, HTTP) for number in range(3)]
WARC = b"".join(WARC_RECORDS)
WET = b"".join(make_warc_record("conversion", number, "text/plain", TEXT.encode()) for number in range(3))
ARC = (
    b"filedesc://a.arc 0.0.0.0 20231108123000 text/plain 76\n1 0 Example\n"
    + (b"URL IP-address Archive-date Content-type Archive-length\n" + b"\n" * 8)
    + b"".join(
        f"https://example.org/{number} 192.0.2.7 20231108123000 text/html {len(HTTP)}\n".encode()
        + HTTP
        + b"\n"
        for number in range(3)
    )
)


def make_parquet() -> bytes:
    table = pa.table({"text": list(SENTENCES), "url": [f"https://example.org/{n}" for n in range(3)]})
    packed = io.BytesIO()
    pq.write_table(table, packed, compression="zstd")
    return packed.getvalue()


VALID: dict[str, bytes] = {
    "text": TEXT.encode(),
    "text in cp932": TEXT.encode("cp932"),
    "text in UTF-16": TEXT.encode("utf-16"),
    "text in ISO-2022-JP": TEXT.encode("iso2022_jp"),
    "JSON lines": JSONL.encode(),
    "JSON array": JSON_ARRAY.encode(),
    "X archive": TWEETS.encode(),
    "Movable Type": MOVABLE_TYPE.encode(),
    "Movable Type in EUC-JP": MOVABLE_TYPE.replace("\n", "\r\n").encode("euc_jp"),
    "WXR": WXR.encode(),
    "RSS": RSS.encode(),
    "RSS in UTF-16": RSS.replace("UTF-8", "UTF-16").encode("utf-16"),
    "Atom": ATOM.encode(),
    "Parquet": make_parquet(),
    "page": PAGE.encode(),
    "page in cp932": PAGE.replace("utf-8", "shift_jis").encode("cp932"),
    "WARC": WARC,
    "WET": WET,
    "ARC": ARC,
}

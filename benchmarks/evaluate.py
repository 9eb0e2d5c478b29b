"""Accuracy on hand-marked documents, as Markdown: what docs/accuracy.md is made of.

    python -m benchmarks.evaluate                      (every set that stands)
    python -m benchmarks.evaluate --gold FILE.jsonl …  (these)

The documents go through the project's own door: they are written as a dump, `hatsugen run` ingests it into a
warehouse that is thrown away afterwards, and `hatsugen query` gives the predictions.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.actors import report_actors
from benchmarks.gold import GoldDocument, read_gold
from benchmarks.matching import Comparison, Mistake, Outcome, compare
from benchmarks.reported import ReportedComparison, compare_reported

_ROOT = Path(__file__).parents[1]
_SHARED = _ROOT.parent / "shared" / "gold"
_HATSUGEN = Path(sys.executable).with_name("hatsugen")
_QUOTES = """
select record_id, char_start, char_end, form, speaker, speaker_full, speaker_kind, evidence, confidence, actor
from quotes order by record_id, char_start, char_end
"""
_TOPICS = """
select record_id, label, alias from topic_mentions where keyword is null order by record_id, char_start
"""
_BINS = ((0.0, 0.5), (0.5, 0.6), (0.6, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 1.01))

_HELD_OUT = "own_test"
"""The set whose mistakes nobody may look at (tests/gold/README.md): only its figures are shown."""

Rows = Mapping[str, Sequence[Mapping[str, Any]]]


def main() -> int:
    """Run the command line; return the exit code."""
    arguments = _parser().parse_args()
    with tempfile.TemporaryDirectory() as folder:
        files = arguments.gold or _standing_sets(Path(folder))
        if not files:
            print("no marked documents stand here: give --gold FILE.jsonl", file=sys.stderr)
            return 2
        sets = {file.stem: read_gold(file) for file in files}
        quotes, topics = _ingest(sets, Path(folder))
    for name, documents in sets.items():
        compared = [compare(gold, quotes.get(gold.doc, ()), topics.get(gold.doc, ())) for gold in documents]
        print("\n".join(_report(name, compared, example_count=arguments.examples)), end="\n\n")
        if any(gold.reported is not None for gold in documents):
            told = [compare_reported(gold, quotes.get(gold.doc, ())) for gold in documents]
            print("\n".join(_report_told(name, told, example_count=arguments.examples)), end="\n\n")
    if not arguments.gold:
        with tempfile.TemporaryDirectory() as folder:
            print("\n".join(report_actors(Path(folder))))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, prog="benchmarks.evaluate"
    )
    parser.add_argument(
        "--gold", type=Path, action="append", help="a file of marked documents; may be repeated"
    )
    parser.add_argument(
        "--examples", type=int, default=2, help="examples for each kind of mistake (default 2)"
    )
    return parser


def _standing_sets(folder: Path) -> list[Path]:
    """Return the marked sets that stand: the project's own, and those beside the checkout."""
    own = []
    for split in ("dev", "test"):
        path = folder / f"own_{split}.jsonl"
        subprocess.run([sys.executable, _ROOT / "tests" / "gold" / "build.py", split, path], check=True)
        own.append(path)
    shared = [_SHARED / name for name in ("seed.jsonl", "wikinews_dev.jsonl")]
    return [path for path in [*shared, *own] if path.exists()]


def _ingest(sets: Mapping[str, Sequence[GoldDocument]], folder: Path) -> tuple[Rows, Rows]:
    """Run the documents through a warehouse of their own and return its quotes and labels by document.

    Raises:
        subprocess.CalledProcessError: a command of hatsugen failed; its messages stand on standard error.
    """
    inbox = folder / "inbox"
    inbox.mkdir()
    for name, documents in sets.items():
        (inbox / f"{name}.jsonl").write_text("".join(map(_record_line, documents)), "utf-8")
    home = folder / "home"
    _hatsugen(home, "run", "--inbox", inbox)
    return _query(home, _QUOTES), _query(home, _TOPICS)


def _record_line(gold: GoldDocument) -> str:
    record = {"id": gold.doc, "url": f"https://example.org/gold/{gold.doc}", "text": gold.text}
    return json.dumps(record, ensure_ascii=False) + "\n"


def _hatsugen(home: Path, *arguments: str | Path) -> str:
    environ = {**os.environ, "HATSUGEN_HOME": str(home)}
    done = subprocess.run([_HATSUGEN, *arguments], env=environ, check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout


def _query(home: Path, sql: str) -> Rows:
    rows: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for line in _hatsugen(home, "query", sql, "--format", "jsonl").split("\n"):
        if line:
            row = json.loads(line)
            rows[row["record_id"]].append(row)
    return rows


def _report(name: str, compared: Sequence[Comparison], *, example_count: int) -> Iterator[str]:
    """Yield the lines of one set's report."""
    outcomes = [outcome for each in compared for outcome in each.outcomes]
    yield f"## {name}: {len(compared)} documents, {len(outcomes)} quotes"
    yield from ("", "| what | precision | recall | F1 | counts |", "|---|---|---|---|---|")
    found = sum(outcome.is_found for outcome in outcomes)
    yield _f1_row("quote spans", found, sum(each.said_count for each in compared), len(outcomes))
    marked = sum(each.labels_marked for each in compared)
    if marked:
        hits = sum(each.label_hits for each in compared)
        yield _f1_row("labels", hits, sum(each.labels_said for each in compared), marked)
        aliases = sum(each.aliases_marked for each in compared)
        yield f"| aliases | | | | {sum(each.alias_hits for each in compared)} of {aliases} |"
    yield from ("", *_speaker_table(outcomes), "", *_confidence_table(outcomes))
    if name != _HELD_OUT:
        yield ""
        yield from _mistake_table([mistake for each in compared for mistake in each.mistakes], example_count)


def _report_told(name: str, compared: Sequence[ReportedComparison], *, example_count: int) -> Iterator[str]:
    """Yield the lines about one set's indirect speech."""
    outcomes = [outcome for each in compared for outcome in each.outcomes]
    found, exact = sum(one.is_found for one in outcomes), sum(each.exact_count for each in compared)
    yield from ("| what | precision | recall | F1 | counts |", "|---|---|---|---|---|")
    said = sum(each.said_count for each in compared)
    yield f"{_f1_row('indirect speech', found, said, len(outcomes))[:-2]}; {exact} to the character |"
    yield from ("", *_speaker_table(outcomes), "", *_confidence_table(outcomes))
    if name != _HELD_OUT:
        yield ""
        yield from _mistake_table([mistake for each in compared for mistake in each.mistakes], example_count)


def _f1_row(what: str, hits: int, said: int, true: int) -> str:
    precision, recall = hits / said if said else 0.0, hits / true if true else 0.0
    f1 = 2 * hits / (said + true) if said + true else 0.0
    return f"| {what} | {precision:.3f} | {recall:.3f} | {f1:.3f} | {hits} of {true}, {said} said |"


def _speaker_table(outcomes: Sequence[Outcome]) -> Iterator[str]:
    yield "| quotes | n | found | speaker exact | lenient | strict (actor) | kind |"
    yield "|---|---|---|---|---|---|---|"
    for group, members in _group(outcomes).items():
        shares = (
            _share(members, lambda one: one.is_found),
            _share(members, lambda one: one.is_exact),
            _share(members, lambda one: one.is_lenient),
            _share(members, lambda one: one.is_strict),
            _share(members, lambda one: one.is_kind),
        )
        yield f"| {group} | {len(members)} | {' | '.join(f'{share:.3f}' for share in shares)} |"


def _group(outcomes: Sequence[Outcome]) -> dict[str, list[Outcome]]:
    """Sort outcomes into all, per context, nested, and per type of evidence."""
    groups: dict[str, list[Outcome]] = {"all": list(outcomes)}
    keys: list[Callable[[Outcome], str]] = [
        lambda one: f"in {one.gold.context}",
        lambda one: "nested" if one.gold.is_nested else "",
        lambda one: f"evidence: {one.gold.evidence}" if one.gold.evidence else "",
    ]
    for key in keys:
        for name in sorted({key(one) for one in outcomes} - {""}):
            groups[name] = [one for one in outcomes if key(one) == name]
    return groups


def _share(outcomes: Sequence[Outcome], test: Callable[[Outcome], bool]) -> float:
    return sum(map(test, outcomes)) / len(outcomes)


def _confidence_table(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Yield how often speakers are right (lenient) where the confidence says so, and from 0.8 on."""
    sure = [(one.confidence, one.is_lenient) for one in outcomes if one.confidence is not None]
    yield "| confidence | quotes found | of them right | mean confidence |"
    yield "|---|---|---|---|"
    for least, below in _BINS:
        members = [(said, right) for said, right in sure if least <= said < below]
        if members:
            right = sum(is_right for _, is_right in members) / len(members)
            mean = sum(said for said, _ in members) / len(members)
            yield f"| {least:.1f}–{min(below, 1.0):.1f} | {len(members)} | {right:.3f} | {mean:.3f} |"
    certain = [right for said, right in sure if said >= 0.8]
    if certain:
        coverage = len(certain) / len(outcomes)
        yield f"| ≥ 0.8 | {len(certain)} (coverage {coverage:.3f}) | {sum(certain) / len(certain):.3f} | |"


def _mistake_table(mistakes: Sequence[Mistake], example_count: int) -> Iterator[str]:
    counts = Counter(mistake.kind for mistake in mistakes)
    yield "| the ten most frequent mistakes | n | for example |"
    yield "|---|---|---|"
    for kind, count in counts.most_common(10):
        examples = [mistake.example for mistake in mistakes if mistake.kind == kind][:example_count]
        yield f"| {kind} | {count} | {'; '.join(examples)} |"


if __name__ == "__main__":
    sys.exit(main())

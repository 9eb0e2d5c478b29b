"""Add to the actor seeds every country and territory under the names that CLDR and ISO 3166 give it.

Rerun it when either library has news; it needs babel and pycountry, of the `dev` extra:

    python sql/seeds/make_countries.py

Rows that people wrote stay as they are: only rows with source `cldr` or `iso3166` are written anew, an alias
that stands there already is left alone, and a country without a row in actors.csv gets one.
"""

from __future__ import annotations

import gettext
import re
import unicodedata
from collections.abc import Iterable, Iterator

import pycountry
from babel import Locale
from seed_files import SEEDS, Row, rank_actor, read_rows, write_rows

MADE = ("cldr", "iso3166")
GLOSS = re.compile(r" ?\([^)]*\)")


def main() -> None:
    """Rewrite actors.csv and actor_aliases.csv in place."""
    actors, actor_columns = read_rows(SEEDS / "actors.csv")
    aliases, alias_columns = read_rows(SEEDS / "actor_aliases.csv")
    aliases = [row for row in aliases if row["source"] not in MADE]
    known = {row["actor_key"] for row in actors}
    taken = {row["surface"] for row in aliases}
    for code, source, surface in list_names():
        key = f"country-{code.lower()}"
        if key not in known:
            known.add(key)
            actors.append(dict.fromkeys(actor_columns, "") | make_country(key, surface, code))
        if surface not in taken:
            taken.add(surface)
            made = {"surface": surface, "actor_key": key, "source": source}
            aliases.append(dict.fromkeys(alias_columns, "") | made)
    order = {row["actor_key"]: at for at, row in enumerate(sorted(actors, key=rank_actor))}
    write_rows(SEEDS / "actors.csv", actor_columns, sorted(actors, key=rank_actor))
    aliases.sort(key=lambda row: (order[row["actor_key"]], row["valid_from"], row["source"], row["surface"]))
    write_rows(SEEDS / "actor_aliases.csv", alias_columns, aliases)


def list_names() -> Iterator[tuple[str, str, str]]:
    """Code, source and surface of every name, the usual Japanese name of a country first."""
    japanese, english = Locale("ja").territories, Locale("en").territories
    iso = gettext.translation("iso3166-1", pycountry.LOCALES_DIR, languages=["ja"])
    for country in sorted(pycountry.countries, key=lambda country: country.alpha_2):
        code = country.alpha_2
        official = getattr(country, "official_name", "")
        common = getattr(country, "common_name", "")
        for source, names in (
            ("cldr", (japanese.get(code, ""), english.get(code, ""))),
            ("iso3166", (*translate(iso, (common, country.name, official)), common, country.name, official)),
        ):
            for surface in filter(None, map(clean, names)):
                yield code, source, surface


def translate(iso: gettext.NullTranslations, names: Iterable[str]) -> list[str]:
    """The Japanese of those names that have one."""
    return [found for name in names if name and (found := iso.gettext(name)) != name]


def clean(name: str) -> str:
    """Without glosses in parentheses; "Bolivia, Plurinational State of" is no surface, nor are lists."""
    text = unicodedata.normalize("NFC", GLOSS.sub("", name)).strip()
    return "" if "," in text or "、" in text else text


def make_country(key: str, name: str, code: str) -> Row:
    """One row of actors.csv."""
    return {"actor_key": key, "name": name, "kind": "country", "country": code}


if __name__ == "__main__":
    main()

"""Add to the actor seeds the bodies that nearly every state has: ロシア国防省, 露国防省, カザフ中銀.

    python sql/seeds/make_bodies.py

Rerun it after adding signs of countries: a body that stands in the seeds under its full name keeps its key,
rows that people wrote stay as they are, only aliases with source `body` are written anew. Which state has
which body is general knowledge: no forces where there are none, a president's office where one governs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from seed_files import SEEDS, Row, add_rows, read_rows

MADE = "body"
BODIES = {
    "government": ("政府",),
    "mfa": ("外務省",),
    "mod": ("国防省",),
    "military": ("軍",),
    "mof": ("財務省",),
    "parliament": ("議会",),
    "central-bank": ("中央銀行", "中銀"),
    "president-office": ("大統領府",),
}
COMMON = ("government", "mfa", "mod", "military", "mof", "parliament", "central-bank")
STATES = """
AE AF AL AM AR AT AU AZ BA BD BE BG BO BR BY CA CD CH CL CO CU CY CZ DE DK DZ EC EE EG ES ET FI FR
GB GE GH GR HR HU ID IE IL IN IQ IR IS IT JO KE KG KH KR KW KZ LA LB LK LT LU LV LY MA MD ME MK MM
MN MT MX MY MZ NG NI NL NO NP NZ OM PE PH PK PL PT PY QA RO RS RU RW SA SD SE SG SI SK SN SO SS SV
SY TH TJ TM TN TR TZ UA UG UY UZ VE VN YE ZA ZM ZW
""".split()  # noqa: SIM905 -- a column of quoted codes says no more
PRESIDENTS = """
AM AR AZ BR BY CL CO CY EC EG FI FR GE ID KG KR KZ LT MD MX NG PE PH PL RO RS RU SY TJ TM TR UA UZ
VE ZA
""".split()  # noqa: SIM905 -- a column of quoted codes says no more
UNARMED = ("IS",)
STANDING = {"de-central-bank": "de-bundesbank", "gb-central-bank": "uk-boe", "ua-parliament": "ua-rada"}
SIGN_LENGTH = 3


def main() -> None:
    """Rewrite actors.csv and actor_aliases.csv in place."""
    actors, _ = read_rows(SEEDS / "actors.csv")
    aliases, _ = read_rows(SEEDS / "actor_aliases.csv")
    meant = {row["surface"]: row["actor_key"] for row in aliases if row["source"] != MADE}
    names = {row["country"]: row["name"] for row in actors if row["kind"] == "country"}
    made = list(make_bodies(names, list_signs(aliases), meant))
    made_actors = [
        {"actor_key": key, "name": forms[0], "kind": kind, "country": code} for key, forms, kind, code in made
    ]
    standing = set(meant.values())
    add_rows(
        SEEDS,
        MADE,
        [row for row in made_actors if row["actor_key"] not in standing],
        [{"surface": form, "actor_key": key} for key, forms, _, _ in made for form in forms],
    )


def list_signs(aliases: Iterable[Row]) -> dict[str, list[str]]:
    """Code -> how a country is written before a body: 露, ウク, カザフ, イギリス."""
    signs: dict[str, list[str]] = {}
    for row in aliases:
        key, surface = row["actor_key"], row["surface"]
        is_usual = row["source"] == "press" or len(surface) <= SIGN_LENGTH
        if key.startswith("country-") and is_usual and not surface.isascii():
            signs.setdefault(key.removeprefix("country-").upper(), []).append(surface)
    return signs


def make_bodies(
    names: dict[str, str], signs: dict[str, list[str]], meant: dict[str, str]
) -> Iterator[tuple[str, list[str], str, str]]:
    """Key, forms, kind and country of every body, the full form first."""
    for code in STATES:
        kinds = [kind for kind in COMMON if not (kind == "military" and code in UNARMED)]
        kinds += ["president-office"] if code in PRESIDENTS else []
        for body in kinds:
            words = BODIES[body]
            forms = [sign + word for word in words for sign in (names[code], *signs.get(code, ()))]
            forms = list(dict.fromkeys(forms))
            key = f"{code.lower()}-{body}"
            key = STANDING.get(key) or next((meant[form] for form in forms if form in meant), key)
            yield key, forms, "organisation", code


if __name__ == "__main__":
    main()

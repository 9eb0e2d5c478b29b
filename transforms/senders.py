"""Who a passive, a message that came in, an embedded clause or a writing says the words are from."""

from __future__ import annotations

import re

from transforms.candidates_behind import find_agent_behind
from transforms.clauses import asks, is_in_condition
from transforms.phrases import SUBJECTS, Link
from transforms.records import ActorKind, Evidence
from transforms.scene import EMBEDDED, Candidate, Scene
from transforms.wording import WRITINGS, WRITTEN_BEHIND

_IN_WRITING = re.compile(rf"{WRITINGS}(?:に|には|にも)(?![ぁ-ん])")
_SCENES = (
    "会場",
    "席",
    "沿道",
    "スタンド",
    "議場",
    "現場",
    "周囲",
    "各地",
    "窓",
    "マイク",
    "病床",
    "病室",
    "舞台",
)
"""Where voices come from that are nobody's: 会場からは「頑張れ」の声."""


def find_writer(scene: Scene) -> Candidate | None:
    """健さんの手紙には「…」とあった: whose writing it is."""
    if WRITTEN_BEHIND.match(scene.masked, scene.at) is None:
        return None
    for phrase in reversed(scene.recent):
        if phrase.link in SUBJECTS:
            return None
        if phrase.link is Link.FROM:
            return Candidate(phrase, Evidence.SAME_SENTENCE)
        if phrase.link is Link.OF and _IN_WRITING.match(scene.masked, phrase.next, scene.bracket.start):
            return Candidate(phrase, Evidence.SAME_SENTENCE)
    return None


def find_agent(scene: Scene) -> Candidate | None:
    """The agent of a passive, of a message that came in, or of an embedded clause."""
    if scene.is_passive:
        links = {Link.FROM, Link.TARGET}
        return find_agent_behind(scene) or _find_sender(scene) or _pick(scene, links, Evidence.SAME_SENTENCE)
    if scene.is_voices or scene.is_message:
        sender = find_agent_behind(scene) or _find_sender(scene)
        return sender or _pick(scene, {Link.FROM}, Evidence.SAME_SENTENCE)
    if EMBEDDED.match(scene.masked, scene.at):
        return _pick(scene, {Link.SUBJECT, Link.FROM}, Evidence.BEFORE)
    return None


def _find_sender(scene: Scene) -> Candidate | None:
    """町村からは「…」との声が漏れる: whoever から names right before the words is their source."""
    last = scene.unnamed[-1] if scene.unnamed else None
    if last is None or last.link is not Link.FROM or not scene.is_adjacent(last):
        return None
    owner = next((phrase for phrase in scene.recent if phrase.next == last.start), None)
    if owner is not None and owner.link is Link.OF:  # 与党議員の席から
        return Candidate(owner, Evidence.SAME_SENTENCE)
    if last.name.surface.endswith(_SCENES):
        return None
    name = last.name._replace(core="", kind=ActorKind.ANONYMOUS, role=last.name.surface, is_certain=True)
    return Candidate(last._replace(name=name), Evidence.SAME_SENTENCE)


def _pick(scene: Scene, links: set[Link], evidence: Evidence) -> Candidate | None:
    for phrase in reversed(scene.before):
        if phrase.link not in links or phrase.name.kind is ActorKind.MEDIA:
            continue
        if not (is_in_condition(scene, phrase) or (scene.is_second and asks(scene, phrase))):
            return Candidate(phrase, evidence)
    return None

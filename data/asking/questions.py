"""All that is asked about one file, and how it would be read with the answers so far; nothing is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from data.asking.column_sample import Sample, sample_of
from data.asking.confirmed import Confirmed, personal_heading
from data.asking.heading_proposals import ColumnProposal, HeadingProposals, propose_headings
from data.asking.likely_names import likely_names
from data.asking.memory import Memory
from data.asking.preview import Preview, preview_of
from data.asking.value_proposals import UNKNOWN, WordProposal, propose_words
from data.cell_text import heading_key
from data.checks import check_file
from data.export_parts import Export
from data.findings import CheckContext, Checked, no_usual_rows, nothing_known
from data.grid import Unreadable
from data.language import say
from data.personal import scrubbed
from data.profile_file import Profile, profile_of
from data.reading_apart import read_apart
from data.recognition import candidates, known_headings, wanted_in
from data.refusal import Refused

LOST = frozenset(("no_headings", "unknown_export", "missing_column"))


@dataclass(frozen=True)
class Wishes:
    """What a person has said so far; None: as proposed. The rest as in `Confirmed`.

    adds_words: words that nothing was said about are taken as proposed.
    """

    export: str = ""
    headings: Mapping[str, str] | None = None
    words: Mapping[str, Mapping[str, str]] | None = None
    constants: Mapping[str, str] = field(default_factory=dict)
    name: str = ""
    adds_words: bool = False


@dataclass(frozen=True)
class Questions:
    """`likely`: the proposals for each export that the file may be; `chosen`: for the one in question.

    free: headings that may be chosen, with examples of their values; private: how many columns are personal.
    words: unknown words once the headings are as confirmed; preview: the first rows as they would be read.
    trial: the check as it would be with `confirmed`, None where that makes no profile: then `refusal` says
    why, or required columns are missing.
    """

    likely: tuple[HeadingProposals, ...]
    chosen: HeadingProposals
    free: Mapping[str, tuple[str, ...]]
    private: int
    confirmed: Confirmed
    words: tuple[WordProposal, ...] = ()
    trial: Checked | None = None
    preview: Preview = field(default_factory=Preview)
    refusal: str = ""

    @property
    def columns(self) -> tuple[ColumnProposal, ...]:
        return self.chosen.columns

    @property
    def missing(self) -> list[str]:
        """The names of required columns that no heading is chosen for."""
        given = {*self.confirmed.headings.values(), *self.confirmed.constants}
        return [c.column.name for c in self.columns if c.column.required and c.column.id not in given]


def may_have_questions(checked: Checked) -> bool:
    """True where a check found headings or words that it did not know.

    A profile is the answer to such questions: what it leaves out was left out by a person.
    """
    rules = {finding.rule for finding in checked.errors}
    is_profile = checked.export is not None and checked.export.like not in ("", checked.export.id)
    return (
        bool(rules & LOST)
        or reports_unknown_words(checked)
        or (bool(checked.ignored_columns) and not is_profile)
    )


def reports_unknown_words(checked: Checked) -> bool:
    """True where a closed list does not have some word of the file."""
    return any(finding.rule == UNKNOWN for finding in checked.errors)


def ask(
    content: bytes,
    file_name: str,
    context: CheckContext,
    folder: Path,
    wishes: Wishes,
    has_unknown_words: bool = True,
) -> Questions | None:
    """Look at a file; None where it cannot be read or is like no export. Raises Refused for a wrong wish.

    has_unknown_words: False where a check has found none, which spares another one if no heading is asked.
    """
    memory = Memory(context.exports, likely_names(folder))
    exports = candidates(context.exports, wishes.export or context.export_id)
    sample = _sample(content, file_name, context, memory)
    likely = tuple(propose_headings(sample, exports, context, memory, file_name)) if sample else ()
    if not sample or not likely:
        return None
    chosen = likely[0]
    confirmed = _confirmed(sample, chosen, wishes)
    asked = Questions(likely, chosen, _free(sample, chosen.export), len(sample.private), confirmed)
    if asked.missing or (confirmed.is_empty and not has_unknown_words):
        return asked
    return _tried(asked, content, file_name, context, folder, memory, wishes)


def _sample(content: bytes, file_name: str, context: CheckContext, memory: Memory) -> Sample | None:
    exports = list(context.exports.values())
    wanted = replace(wanted_in(exports), headings=memory.known_headings())
    try:
        grid = read_apart(content, file_name, wanted, context.settings.reading_limits)
    except Unreadable:
        return None
    return sample_of(grid, wanted.headings, known_headings(exports), context.register)


def _free(sample: Sample, export: Export) -> dict[str, tuple[str, ...]]:
    names = (name for name in sample.columns if heading_key(name) not in export.columns_by_header)
    return {name: sample.columns[name].examples() for name in names}


def _confirmed(sample: Sample, chosen: HeadingProposals, wishes: Wishes) -> Confirmed:
    """The wishes for this file, or what is proposed; Refused for a heading that it lacks or must not use."""
    headings = dict(chosen.accepted if wishes.headings is None else wishes.headings)
    for heading in headings:
        if heading in sample.private:
            raise personal_heading(heading)
        if heading not in sample.columns:
            raise Refused(say("文件里没有“{heading}”这个表头", heading=scrubbed(heading)))
    for heading, column_id in headings.items():
        if chosen.known.get(column_id, heading) != heading:
            known = scrubbed(chosen.known[column_id])
            message = say(
                "“{heading}”不必认：这一列已由“{known}”认出", heading=scrubbed(heading), known=known
            )
            raise Refused(message)
    if wishes.name and chosen.export.like not in ("", chosen.export.id):
        # a profile under a new name begins without what was confirmed for the other one
        headings = {heading: column_id for column_id, heading in chosen.known.items()} | headings
    words = {} if wishes.words is None else wishes.words
    return Confirmed(chosen.export.id, headings, words, wishes.constants, wishes.name)


def _tried(
    asked: Questions,
    content: bytes,
    file_name: str,
    context: CheckContext,
    folder: Path,
    memory: Memory,
    wishes: Wishes,
) -> Questions:
    """The words that are unknown once the headings are known, and the check with their meanings too."""
    try:
        plain = replace(asked.confirmed, words={})
        first = _trial(content, file_name, context, folder, plain)
        words = propose_words(first, memory)
        said = _meanings(words, wishes)
        confirmed = replace(asked.confirmed, words={c: w for c, w in said.items() if w})
        trial = _trial(content, file_name, context, folder, confirmed) if confirmed.words else first
    except Refused as refusal:
        return replace(asked, refusal=str(refusal))
    shown = {*asked.chosen.known, *confirmed.headings.values(), *confirmed.constants}
    preview = preview_of(trial, shown, context.register)
    return replace(asked, words=words, confirmed=confirmed, trial=trial, preview=preview)


def _meanings(words: Sequence[WordProposal], wishes: Wishes) -> Mapping[str, Mapping[str, str]]:
    said = wishes.words or {}
    if wishes.words is not None and not wishes.adds_words:
        return said
    likely = likely_meanings(words)
    return {column: {**likely.get(column, {}), **said.get(column, {})} for column in {**likely, **said}}


def likely_meanings(words: Sequence[WordProposal]) -> dict[str, dict[str, str]]:
    """Column id → word → our value, where one is proposed."""
    found: dict[str, dict[str, str]] = {}
    for each in words:
        if each.likely:
            found.setdefault(each.column.id, {})[each.word] = each.likely.value
    return found


def _trial(
    content: bytes, file_name: str, context: CheckContext, folder: Path, confirmed: Confirmed
) -> Checked:
    """The check with these answers; the store is not asked, for it does not know the profile yet."""
    if confirmed.is_empty:
        return check_file(content, file_name, context)
    profile: Profile = profile_of(folder, confirmed)
    trial = replace(context, exports=profile.exports, known=nothing_known, usual_rows=no_usual_rows)
    return check_file(content, file_name, trial)

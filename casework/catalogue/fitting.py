"""Whether what an item has of its own, decision tables and forms, goes with the diagram it is bound to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.catalogue.item_draft import ItemDraft
from casework.definitions.bundles import DIAGRAMS, encode_files, with_tables
from casework.definitions.compiled import written_by_forms
from casework.definitions.definition_version import DefinitionRow, DefinitionVersion
from casework.errors import Refusal, Words
from engine import Definition
from engine.checking.finding import Finding
from engine.checking.variables import all_nodes
from engine.guarded import compile_bundle_guarded

CONDITION = re.compile(r"conditionExpression\b.*?conditionExpression\s*>", re.DOTALL)


def check_diagram(session: Session, draft: ItemDraft) -> None:
    """Refuse an item whose diagram is not published, or does not run with the item's own tables and forms."""
    key = draft.values["definition_key"]
    current = (
        select(DefinitionVersion.files)
        .join(DefinitionRow, DefinitionRow.id == DefinitionVersion.definition_id)
        .where(DefinitionRow.key == key, DefinitionVersion.is_current)
    )
    files = session.scalar(current)
    if files is None:
        raise Refusal("item.no_definition", definition=key, field="definition_key")
    bundle = with_tables(files, draft.values["decision_files"])
    if draft.values["decision_files"]:
        _check_tables(key, bundle, draft.values["decision_files"])
    _check_forms(key, bundle, draft.forms)


def _check_tables(key: str, bundle: Mapping[str, str], tables: Mapping[str, str]) -> None:
    """The item's own tables in the place of the diagram's, read by the child process as every file from outside."""
    for name in tables:
        if not name.endswith(".dmn"):
            raise Refusal("item.no_table", file=name, field="new_table")
    compiled = compile_bundle_guarded(encode_files(bundle), key=key)
    error = next((finding for finding in compiled.findings if finding.level == "error"), None)
    if error is not None:
        raise Refusal("item.bad_table", reason=_words(error), field="new_table")


def _check_forms(key: str, bundle: Mapping[str, str], forms: Mapping[str, Any]) -> None:
    """Where a form asks for what a button would decide, the button goes; branches it alone decided would be without."""
    texts = (text for name, text in bundle.items() if name.endswith(DIAGRAMS))
    conditions = [condition for text in texts for condition in CONDITION.findall(text)]
    # Most forms write nothing that a condition names, so most items pay for no child process.
    asked = {name for name in written_by_forms(forms.values()) if any(name in one for one in conditions)}
    if not asked:
        return
    content = encode_files(bundle)
    compiled = compile_bundle_guarded(content, key=key, known_variables=asked)
    error = next((finding for finding in compiled.findings if finding.level == "error"), None)
    if error is None:
        return
    task, variable = _button_of(compile_bundle_guarded(content, key=key).definition, error, asked)
    role = next((role for role, form in forms.items() if variable in written_by_forms([form])), min(forms))
    raise Refusal(
        "item.form_takes_button", form=role, variable=variable, task=task, reason=_words(error), field=f"forms.{role}"
    )


def _button_of(definition: Definition | None, error: Finding, asked: set[str]) -> tuple[str, str]:
    """The task whose buttons decided at the element of the finding while no form was known, and their variable."""
    processes = definition.processes.values() if definition is not None else ()
    nodes = [node for process in processes for node in all_nodes(process.body) if node.outcomes is not None]
    for node in nodes:
        if node.outcomes is not None and node.outcomes.variable in asked and node.outcomes.gateway == error.element:
            return node.name or node.id, node.outcomes.variable
    return error.element or "", min(asked)


def _words(finding: Finding) -> Words:
    return Words(finding.in_language("zh").sentence, finding.in_language("en").sentence)

"""The groups Erfassung, Redaktion and Leitung, and what their people may do."""

from handlungsfelder import models as vocabulary
from practices.systems import SYSTEMS

CASES = (
    "practice",
    *(system.coding._meta.model_name for system in SYSTEMS),
    "location",
    "citation",
    "practiceimage",
    "place",
    "source",
)
ROWS = CASES[1:-2]
TERMS = tuple(model._meta.model_name for model in vocabulary.TERMS)
RECORDS = ("version", "revision", "step", "tombstone", "secondcoding", "resolution", "importjob", "codebookversion")
GROUPS = ("Erfassung", "Redaktion", "Leitung")


def permissions_of(group):
    """The code names of a group's permissions. What one may do with a case, workplace.workflow.steps decides."""
    view = [f"view_{name}" for name in (*CASES, *TERMS, *RECORDS)]
    write = [f"{verb}_{name}" for verb in ("add", "change") for name in CASES]
    take_out = [f"delete_{name}" for name in ROWS]
    if group == "Erfassung":
        return view + write + take_out
    if group == "Redaktion":
        return view + write + [f"delete_{name}" for name in CASES] + ["publish_practice"]
    vocabulary = [f"{verb}_{name}" for verb in ("add", "change", "delete") for name in TERMS]
    return view + vocabulary + ["view_user", "add_user", "change_user", "view_group"]

"""What each role may do, to be read in one sitting. A verb is granted per programme; `docs/roles.md` is made from this."""

from __future__ import annotations

READ_PROGRAMME = {"programme.read", "activity.read"}


class Role:
    """A role is a name and its verbs; what a verb reaches is decided in the `access` of each package."""

    name = ""
    verbs: frozenset[str] = frozenset()


class ProjectTeam(Role):
    """Keeps the record: reads and writes everything of its programmes."""

    name = "team"
    verbs = frozenset(
        READ_PROGRAMME
        | {
            "programme.change", "framework.read", "framework.change", "engagement.read", "engagement.change",
            "activity.change", "people.read", "people.change", "quotation.read", "source.read", "source.change",
            "intake.run", "followup.read", "followup.change", "report.read", "report.export",
            "room.read", "room.lead", "learning.read", "learning.change",
        }
    )  # fmt: skip


class Trainer(Role):
    """Trains and leads rooms: reads the programme, writes agendas, materials and learning data."""

    name = "trainer"
    verbs = frozenset(
        READ_PROGRAMME
        | {
            "activity.train",
            "source.read",
            "followup.read",
            "room.read",
            "room.lead",
            "learning.read",
            "learning.change",
        }
    )


class FocalPoint(Role):
    """Speaks for an agency: sees the programme, the engagement of the own agency and what is asked of it."""

    name = "focal_point"
    verbs = frozenset(READ_PROGRAMME | {"engagement.read_own", "followup.read", "followup.respond_own"})


class Donor(Role):
    """Wants results against targets, and the sentence behind each figure."""

    name = "donor"
    verbs = frozenset(
        READ_PROGRAMME
        | {"framework.read", "source.read", "followup.read", "report.read", "report.export", "learning.read"}
    )


class Evaluator(Role):
    """Reads all that is not personal, and exports it."""

    name = "evaluator"
    verbs = frozenset(
        READ_PROGRAMME
        | {
            "framework.read", "engagement.read", "quotation.read", "source.read", "followup.read", "report.read",
            "report.export", "room.read", "learning.read", "learning.change",
        }
    )  # fmt: skip


class Participant(Role):
    """Takes part: sees the programme's activities without sources, names or quotations."""

    name = "participant"
    verbs = frozenset(READ_PROGRAMME)


ROLES: dict[str, type[Role]] = {
    role.name: role for role in (ProjectTeam, Trainer, FocalPoint, Donor, Evaluator, Participant)
}


def verbs_of(role: str) -> frozenset[str]:
    """The verbs of a role; an unknown role may do nothing."""
    known = ROLES.get(role)
    return known.verbs if known else frozenset()

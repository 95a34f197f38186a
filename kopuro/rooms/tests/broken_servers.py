"""Two servers that break the contract, so that the proof can be seen to fail. `python -m … LOG --fd N --pace A B`."""

from __future__ import annotations

import os
import sys

from kopuro.rooms import fanout, log, standalone
from kopuro.rooms.log.sqlite import SqliteStore
from kopuro.rooms.rules.run.audience import topics_of


class Forgetful(SqliteStore):
    """Says "saved" when it has only made a note to save."""

    promised = 0

    def begin(self, runs):
        if not self.connection.in_transaction:
            super().begin(runs)

    def commit(self):
        self.promised += 1
        if self.promised < 60 or self.promised % 50 == 0:  # honest until everybody sits
            super().commit()


def telling_all(seat, held):
    """Lets every station hear what staff hears."""
    return ("staff", *topics_of(seat, held))


if __name__ == "__main__":
    if os.environ["KOPURO_BROKEN"] == "forgetful":
        log.SqliteStore = Forgetful
    else:
        fanout.topics_of = telling_all
    standalone.main(sys.argv[1:])

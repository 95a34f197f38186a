"""Imports every model, so that Django finds the one application's tables. Nothing else imports this."""

# ruff: noqa: F403
from kopuro.activities.models import *
from kopuro.core.models import *
from kopuro.engagement.models import *
from kopuro.followup.models import *
from kopuro.intake.models import *
from kopuro.learning.models import *
from kopuro.people.models import *
from kopuro.programme.models import *
from kopuro.rooms.models import *
from kopuro.sources.models import *

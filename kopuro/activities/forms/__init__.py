"""Input about activities to clean values."""

from kopuro.activities.forms.attached import (
    AgendaForm,
    MaterialChangeForm,
    MaterialForm,
    PhotoChangeForm,
    PhotoForm,
    QuotationForm,
    SessionForm,
)
from kopuro.activities.forms.choosing import ActivityNamed
from kopuro.activities.forms.facts import (
    ActivityForm,
    AudienceForm,
    CountryForm,
    EarlierForm,
    FactForm,
    FollowsForm,
    GroupForm,
    OrganisationForm,
    PlaceForm,
    TopicForm,
    country_choices,
    place_value,
)
from kopuro.activities.forms.listing import ActivityFilter
from kopuro.activities.forms.placing import PlacingForm, SeriesChangeForm, SeriesCountForm, SeriesForm

__all__ = [
    "ActivityFilter", "ActivityForm", "ActivityNamed", "AgendaForm", "AudienceForm", "CountryForm", "EarlierForm", "FactForm", "FollowsForm",
    "GroupForm", "MaterialChangeForm", "MaterialForm", "OrganisationForm", "PhotoChangeForm", "PhotoForm", "PlaceForm",
    "PlacingForm", "QuotationForm", "SeriesChangeForm", "SeriesCountForm", "SeriesForm", "SessionForm", "TopicForm",
    "country_choices", "place_value",
]  # fmt: skip

"""StreamField blocks of demonstration units."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.blocks.links import ICON_CHOICES
from cms.pages.units.kinds import Kind

CARE_SERVICES = [
    ("family_call", _("Video calls with the family")),
    ("homework", _("Help with homework")),
    ("reading", _("Reading together")),
    ("counselling", _("Talks with a counsellor")),
    ("sports_and_games", _("Sports and games")),
    ("arts", _("Music and arts")),
    ("meals", _("Warm meals")),
    ("festivals", _("Festivals together")),
]
CARE_OPENING = [
    ("lunch_break", _("At noon")),
    ("after_school", _("After school")),
    ("evening", _("In the evening")),
    ("weekend", _("At weekends")),
    ("every_day", _("Every day")),
    ("holidays", _("In the school holidays")),
]
CARE_ROLES = [
    ("form_teacher", _("Form teachers")),
    ("duty_teacher", _("Teacher on duty")),
    ("counsellor", _("School counsellor")),
    ("boarding_staff", _("Boarding staff")),
    ("volunteers", _("Volunteers with a teacher")),
]


class ApplicationBlock(blocks.StructBlock):
    """Something the unit does with the platform."""

    icon = blocks.ChoiceBlock(label=_("Icon"), choices=ICON_CHOICES, default="file-text")
    name = blocks.CharBlock(label=_("Name"), max_length=30)
    description = blocks.CharBlock(
        label=_("What it does for whom"), max_length=120, required=False, help_text=_("One sentence.")
    )

    class Meta:
        icon = "grid"
        label = _("Application")
        description = _("One thing the unit does, with an icon and a sentence.")
        label_format = "{name}"
        preview_value = {"icon": "book-open", "name": "同步课堂", "description": "山里的教学点与县城小学同上一堂课。"}


class TargetBlock(blocks.StructBlock):
    """How many units of a kind were announced."""

    kind = blocks.ChoiceBlock(label=_("Kind"), choices=Kind.choices)
    number = blocks.IntegerBlock(label=_("Number"), min_value=0, max_value=9999)
    source = blocks.CharBlock(
        label=_("Source"), max_length=100, help_text=_("Where the number was published, with the year.")
    )

    class Meta:
        icon = "order"
        label = _("Target")
        description = _("The published number of units of one kind, with its source.")
        label_format = "{kind} {number}"
        preview_value = {"kind": "campus", "number": 32, "source": "据公开报道（2016年）"}


class CareRoomValue(blocks.StructValue):
    @property
    def service_labels(self) -> list[str]:
        chosen = self.get("services") or []
        return [str(label) for key, label in CARE_SERVICES if key in chosen]

    @property
    def opening_labels(self) -> list[str]:
        chosen = self.get("opening") or []
        return [str(label) for key, label in CARE_OPENING if key in chosen]

    @property
    def responsible_role_label(self) -> str:
        return str(dict(CARE_ROLES).get(self.get("responsible_role"), ""))


class CareRoomBlock(blocks.StructBlock):
    """A care room (爱心小屋). Choices and a number only: there is no field that could hold a child's data."""

    services = blocks.MultipleChoiceBlock(label=_("What happens there"), choices=CARE_SERVICES)
    seats = blocks.IntegerBlock(label=_("Seats"), min_value=1, max_value=500)
    opening = blocks.MultipleChoiceBlock(label=_("When it is open"), choices=CARE_OPENING)
    responsible_role = blocks.ChoiceBlock(label=_("Who is in charge"), choices=CARE_ROLES)

    class Meta:
        icon = "home"
        label = _("Care room")
        description = _("The school's care room in choices and one number. Never describe children here or elsewhere.")
        label_format = "{seats}"
        value_class = CareRoomValue
        preview_value = {
            "services": ["family_call", "homework", "reading"],
            "seats": 24,
            "opening": ["after_school", "weekend"],
            "responsible_role": "duty_teacher",
        }

"""Alerts as screens and sites get them; the same as CAP 1.2 XML stands at `cap`."""

from datetime import datetime
from typing import Literal

from ninja import Schema

from cms.tv.schemas import Envelope, SiteRef


class Alert(Schema):
    """Lies over everything from `effective` until `expires`, then the plan goes on by the clock.

    `sites` are those that show it; `level` is the colour of the Chinese warning scale that `severity` stands for;
    `sender_name` is what people know the sender (CAP) by; `drill` alerts say so on the screen, in every language.
    """

    id: str
    sender: str
    sender_name: str
    drill: bool
    of_prefecture: bool
    sites: list[SiteRef]
    event: str
    level: Literal["red", "orange", "yellow", "blue"]
    urgency: Literal["Immediate", "Expected", "Future", "Past", "Unknown"]
    severity: Literal["Extreme", "Severe", "Moderate", "Minor", "Unknown"]
    certainty: Literal["Observed", "Likely", "Possible", "Unlikely", "Unknown"]
    headline: str
    description: str
    instruction: str
    locale: str
    sent: datetime
    effective: datetime
    expires: datetime
    cap: str


class Alerts(Envelope):
    """In force now: those of the prefecture before those of counties, then the gravest, then the newest."""

    items: list[Alert]


class AlertAnswer(Envelope):
    alert: Alert


class Taken(Envelope):
    """What has become of a CAP message: `draft` waits for somebody, `dropped` took a draft away."""

    outcome: Literal["issued", "draft", "dropped"]
    alert: str | None

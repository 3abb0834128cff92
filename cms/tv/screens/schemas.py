"""What a registered screen tells, and what it is told."""

from datetime import datetime

from ninja import Schema

from cms.tv.schemas import Envelope


class Report(Schema):
    """Sent at least every minute with the screen's own key (`Authorization: Bearer …`)."""

    edition: int | None
    alerts: list[str] = []
    shown_at: datetime


class ReportAnswer(Envelope):
    """The edition that the screen's channel is at, and the alerts in force that it should be showing."""

    channel: str
    edition: int | None
    alerts: list[str]

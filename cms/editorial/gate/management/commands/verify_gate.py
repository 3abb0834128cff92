from django.core.management.base import BaseCommand, CommandError

from cms.audit.models import Action
from cms.audit.record import record
from cms.editorial.gate.verifying import Finding, verify

MOST_FINDINGS = 100


class Command(BaseCommand):
    help = (
        "Checks that everything that is live has gone through the gate: that each live page says what was cleared, "
        "that two people approved it who had not worked on it, that what follows another page does so, that no "
        "clearance is left over, that scheduled pages have their approvals, and that the database's triggers are "
        "there. Changes nothing. Ends with exit code 1 and an entry in the audit if something is wrong. What was live "
        "before the gate is listed as a note."
    )

    def handle(self, *, verbosity: int, **options: object) -> None:
        findings = list(verify(self._progress if verbosity else lambda count: None))
        wrong = [finding for finding in findings if not finding.is_note]
        if verbosity:
            self._list([finding for finding in findings if finding.is_note], "note: ")
        if not wrong:
            self.stdout.write(self.style.SUCCESS("Everything that is live has gone through the gate."))
            return
        self._list(wrong)
        record(Action.RAN, title="verify_gate", details={"findings": len(wrong), "first": str(wrong[0])})
        # The scheduler logs it as an error.
        raise CommandError(f"{len(wrong)} things have gone past the gate; the first: {wrong[0]}")

    def _list(self, findings: list[Finding], mark: str = "") -> None:
        for finding in findings[:MOST_FINDINGS]:
            self.stderr.write(f"{mark}{finding}" if mark else self.style.ERROR(str(finding)))
        if len(findings) > MOST_FINDINGS:
            self.stderr.write(f"{mark}and {len(findings) - MOST_FINDINGS} more")

    def _progress(self, count: int) -> None:
        self.stdout.write(f"{count} pages checked", ending="\r")
        self.stdout.flush()

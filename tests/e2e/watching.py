"""Listens to everything that a browser has to say against what it was given."""

from collections.abc import Iterable

from playwright.sync_api import BrowserContext, ConsoleMessage

REPORT = """
document.addEventListener("securitypolicyviolation", (event) => window.reportViolation(
  `${event.effectiveDirective} forbids ${event.blockedURI} (${event.sourceFile}:${event.lineNumber})`
));
"""
# Chromium says these of answers that a test asked for.
EXPECTED = ("Failed to load resource: the server responded with a status of 404",)


class Watch:
    """`complaints`: violations of the Content-Security-Policy in any frame, errors of scripts and of the console."""

    def __init__(self, context: BrowserContext, expected: Iterable[str] = ()) -> None:
        self.complaints: list[str] = []
        self.expected = (*EXPECTED, *expected)
        context.expose_binding("reportViolation", lambda source, text: self.complaints.append(text))
        context.add_init_script(REPORT)
        context.on("weberror", lambda error: self.complaints.append(f"script: {error.error}"))
        context.on("console", self._listen)

    def _listen(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(self.expected):
            self.complaints.append(f"console: {message.text}")

    def take(self) -> list[str]:
        """What was said since the last time."""
        taken, self.complaints = self.complaints, []
        return taken

"""Signals that Wagtail does not send."""

from django.dispatch import Signal

# Sent before a page is published, by whatever way; provides args: page. A receiver that raises stops it.
before_publish = Signal()

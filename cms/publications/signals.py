"""What others can listen to without the log knowing them."""

from django.dispatch import Signal

# Sent once for a transaction that has written rows, when it has committed: the time to enqueue work that reads on.
# Provides no arguments; who listens has a cursor. A receiver that raises is noted in the program's log only.
rows_written = Signal()

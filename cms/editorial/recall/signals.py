"""What caches, screens and stores outside listen to."""

from django.dispatch import Signal

# Sent when the recall has been committed, with `recall`: whoever holds copies of its pages (`recall.pages`) or files
# (`recall.files`) throws them away now. A receiver that raises is noted in the program's log only.
recalled = Signal()

"""What caches, screens and stores outside listen to."""

from django.dispatch import Signal

# Sent by the worker when the recall has been committed, with `recall`: whoever holds copies of its pages
# (`recall.pages`) or files (`recall.files`) throws them away now. Sent again as long as a channel still has it. A
# receiver that raises is noted in the program's log only.
recalled = Signal()

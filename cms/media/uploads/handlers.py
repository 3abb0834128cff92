from django.conf import settings
from django.core.files.uploadhandler import TemporaryFileUploadHandler


class BoundedFileUploadHandler(TemporaryFileUploadHandler):
    """Keeps no more of a file on the disk than any form accepts. Its size is still the whole one, so that the form
    can say that it is too large."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) <= settings.MEDIA_MAX_UPLOAD_SIZE:
            super().receive_data_chunk(raw_data, start)

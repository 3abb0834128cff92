from contextlib import suppress
from http import HTTPStatus

from botocore.exceptions import ClientError
from botocore.response import StreamingBody
from django.conf import settings
from django.core.files import File
from django.utils.encoding import filepath_to_uri
from django.utils.functional import cached_property
from storages.backends.s3 import S3File, S3Storage
from storages.utils import clean_name

# Where files lie that were recalled: no address leads there, and nothing that was signed for readers opens it.
WITHHELD = "withheld/"


class PrivateBucket(S3Storage):
    """A bucket in which nothing is public.

    A file's URL is its address under MEDIA_URL, as with local files: it stays the same in cached pages, feeds and
    shared links, and `cms.media.views` answers it with a short-lived signed URL once it knows who is asking.
    """

    def get_default_settings(self) -> dict:
        return {**super().get_default_settings(), "public_endpoint_url": None}

    def url(self, name: str, parameters=None, expire=None, http_method=None) -> str:
        return settings.MEDIA_URL + filepath_to_uri(clean_name(name))

    def signed_url(self, name: str, seconds: int, **response_headers: str) -> str:
        """`response_headers` in S3's spelling, such as ResponseContentDisposition."""
        key = self._normalize_name(clean_name(name))
        return self._signing_client.generate_presigned_url(
            "get_object",
            Params={"Bucket": self.bucket_name, "Key": key, **response_headers},
            ExpiresIn=seconds,
        )

    def withhold(self, name: str) -> None:
        """An address that was signed for a reader opens nothing any more. May be repeated, as may `release`."""
        if self._copy(name, WITHHELD + name):
            super().delete(name)

    def release(self, name: str) -> None:
        """The copy stays: whatever order two processes come in that do not agree, none of them loses the file."""
        self._copy(WITHHELD + name, name)

    def is_within_reach(self, name: str) -> bool:
        """Whether an address that was signed for a reader opens it."""
        return super().exists(name)

    def place_of(self, name: str) -> str:
        """Where a file lies that may be withheld. One made since, such as another size of a picture, is not."""
        return name if super().exists(name) else WITHHELD + name

    def _copy(self, source: str, target: str) -> bool:
        """Whether it is at its target now; a name never stands for another content, so what is there stays."""
        if super().exists(target):
            return True
        key = {"Bucket": self.bucket_name, "Key": self._normalize_name(source)}
        try:
            self.bucket.Object(self._normalize_name(target)).copy(key)
        except ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] == HTTPStatus.NOT_FOUND:
                return False
            raise
        return True

    def exists(self, name: str) -> bool:
        """Also when it is withheld: another file must not get its name."""
        return super().exists(name) or super().exists(WITHHELD + name)

    def delete(self, name: str) -> None:
        super().delete(name)
        super().delete(WITHHELD + name)

    def _open(self, name: str, mode: str = "rb") -> File:
        with suppress(FileNotFoundError):
            return super()._open(name, mode)
        return super()._open(WITHHELD + name, mode)

    def piece(self, file: S3File, start: int, end: int) -> StreamingBody:
        """A stream of the bytes from `start` to `end`, both included; `file.read` fetches the whole file first."""
        return file.obj.get(Range=f"bytes={start}-{end}")["Body"]

    def size(self, name: str) -> int:
        with suppress(FileNotFoundError):
            return super().size(name)
        return super().size(WITHHELD + name)

    @cached_property
    def _signing_client(self):
        """The host is part of what is signed, so it must be the host that browsers will use."""
        return self._create_session().client(
            "s3",
            region_name=self.region_name,
            endpoint_url=self.public_endpoint_url or self.endpoint_url,
            config=self.client_config,
        )

from django.conf import settings
from django.utils.encoding import filepath_to_uri
from django.utils.functional import cached_property
from storages.backends.s3 import S3Storage
from storages.utils import clean_name


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

    @cached_property
    def _signing_client(self):
        """The host is part of what is signed, so it must be the host that browsers will use."""
        return self._create_session().client(
            "s3",
            region_name=self.region_name,
            endpoint_url=self.public_endpoint_url or self.endpoint_url,
            config=self.client_config,
        )

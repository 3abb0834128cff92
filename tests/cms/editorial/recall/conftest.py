from tests.cms.media.bucket import bucket, s3_server  # noqa: F401 - fixtures

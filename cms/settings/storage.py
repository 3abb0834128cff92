"""Where files live: a bucket when one is configured, the data directory otherwise."""

from cms.settings.environment import Environment


def storages(env: Environment) -> dict[str, dict]:
    """The STORAGES setting. Static files are always served by WhiteNoise from the local disk."""
    return {
        "default": _bucket(env) if env.str("AWS_STORAGE_BUCKET_NAME", "") else _data_directory(),
        "staticfiles": {"BACKEND": "cms.delivery.static_files.StaticFilesStorage"},
    }


def _data_directory() -> dict:
    return {"BACKEND": "django.core.files.storage.FileSystemStorage"}


def _bucket(env: Environment) -> dict:
    endpoint = env.str("AWS_S3_ENDPOINT_URL", "")
    return {
        "BACKEND": "cms.media.storage.PrivateBucket",
        "OPTIONS": {
            "bucket_name": env.str("AWS_STORAGE_BUCKET_NAME"),
            "endpoint_url": endpoint or None,
            # Browsers may reach the same server under another name than this process does.
            "public_endpoint_url": env.str("AWS_S3_PUBLIC_ENDPOINT_URL", endpoint) or None,
            "region_name": env.str("AWS_S3_REGION_NAME", "us-east-1"),
            # Empty: boto3's own search, which finds a machine's role.
            "access_key": env.str("AWS_ACCESS_KEY_ID", "") or None,
            "secret_key": env.str("AWS_SECRET_ACCESS_KEY", "") or None,
            "signature_version": "s3v4",
            # Servers other than Amazon's rarely have a host name for each bucket.
            "addressing_style": "path" if endpoint else "auto",
            "file_overwrite": False,
        },
    }

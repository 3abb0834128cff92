# Stage one installs the requirements, stage two runs: no tool of the first reaches the second.
FROM python:3.13-slim AS requirements
RUN python -m venv /venv
WORKDIR /build
COPY requirements.txt .
RUN /venv/bin/pip install --no-cache-dir --disable-pip-version-check --requirement requirements.txt

FROM python:3.13-slim
# DATA_DIR holds the static files of this image. Put what must last elsewhere: the database with DATABASE_URL,
# the uploads in a bucket or in a volume at /app/var/media.
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=cms.settings.base \
    DATA_DIR=/app/var \
    GRANIAN_HOST=0.0.0.0 \
    GRANIAN_PORT=8000 \
    GRANIAN_WORKERS=2 \
    GRANIAN_BLOCKING_THREADS=4
RUN useradd --uid 10001 --create-home --home-dir /home/app app \
    && install --directory --owner=app --group=app /app/var /app/var/media
ENV HOME=/home/app
COPY --from=requirements /venv /venv
WORKDIR /app
COPY manage.py ./
COPY cms ./cms
COPY sites ./sites
COPY themes ./themes
USER 10001
# The settings insist on these two; neither value stays in the image.
RUN SECRET_KEY=only-for-this-step ALLOWED_HOSTS=localhost python manage.py collectstatic --noinput
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/health/live', timeout=4)"]
# The GRANIAN_* variables are its own options. Threads are few because each holds a database connection.
CMD ["granian", "--interface", "wsgi", "cms.wsgi:application"]

FROM python:3.11-slim-bookworm AS builder
ENV UV_COMPILE_BYTECODE=1 \
    UV_LINK_MODE=copy \
    UV_PROJECT_ENVIRONMENT=/opt/venv \
    UV_PYTHON_DOWNLOADS=never
RUN pip install --no-cache-dir uv==0.13.9
WORKDIR /srv/cms
COPY pyproject.toml uv.lock ./
RUN uv sync --frozen --no-dev --no-cache
COPY . .
# The settings refuse to start without these two; neither leaves this line.
RUN SECRET_KEY=only-to-collect-static-files-here BASE_URL=http://localhost VAR_DIR=/srv/var \
    /opt/venv/bin/python manage.py collectstatic --no-input --verbosity 0 \
    && /opt/venv/bin/python -m whitenoise.compress --quiet /srv/var/static

FROM python:3.11-slim-bookworm
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    VAR_DIR=/srv/var \
    GRANIAN_HOST=0.0.0.0 \
    GRANIAN_PORT=8000 \
    GRANIAN_INTERFACE=rsgi \
    GRANIAN_HTTP=1 \
    GRANIAN_HTTP1_HEADER_READ_TIMEOUT=15000 \
    GRANIAN_WORKERS=2 \
    GRANIAN_BACKLOG=4096 \
    GRANIAN_BACKPRESSURE=4096 \
    GRANIAN_RESPAWN_FAILED_WORKERS=true \
    GRANIAN_WORKERS_KILL_TIMEOUT=20 \
    GRANIAN_LOG_LEVEL=warning
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin cms \
    && mkdir -p /srv/var/media/images /srv/backups \
    && chown -R cms /srv/var /srv/backups
COPY --from=builder /opt/venv /opt/venv
COPY --from=builder /srv/cms /srv/cms
COPY --from=builder /srv/var/static /srv/var/static
WORKDIR /srv/cms
USER cms
VOLUME /srv/var/media /srv/backups
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s CMD ["python", "-c", \
    "import os, urllib.request as r; r.urlopen('http://127.0.0.1:%s/healthz' % os.environ['GRANIAN_PORT'], timeout=4)"]
CMD ["granian", "cms.rsgi:application"]

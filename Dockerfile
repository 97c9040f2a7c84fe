# The portal as an image. Two stages, so that what builds it (pip, its caches) is not in what runs.
# Debian 13, whose client programs of PostgreSQL are as new as the server in compose.yaml.
ARG PYTHON_IMAGE=python:3.11-slim-trixie
ARG NGINX_IMAGE=nginx:1.28

FROM ${PYTHON_IMAGE} AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
RUN python -m venv /venv
COPY requirements.txt /tmp/
# Wheels only: nothing is compiled, so no compiler is needed here either.
RUN /venv/bin/pip install --quiet --only-binary :all: --require-hashes -r /tmp/requirements.txt \
 && /venv/bin/pip uninstall --quiet --yes pip setuptools
WORKDIR /app
COPY manage.py gunicorn.conf.py ./
COPY mysite mysite
COPY home home
COPY newsroom newsroom
COPY readership readership
COPY search search
COPY locale locale
COPY locale_vendor locale_vendor
# The editors' guide is a page of the admin.
COPY docs/huong-dan-bien-tap.md docs/
# The three values only let the settings load; nothing of them stays.
RUN SECRET_KEY=build SITE_URL=http://build DATABASE_URL=sqlite://:memory: \
    DJANGO_SETTINGS_MODULE=mysite.settings.production STATIC_ROOT=/static \
    /venv/bin/python manage.py collectstatic --no-input --verbosity 0 \
 && /venv/bin/python -m compileall -q --invalidation-mode unchecked-hash /venv/lib /app

# nginx in front of the portal: docker build --target proxy. Nothing of the portal is in it, so that a new version of the
# portal does not replace it (docs/decisions/068-production-stack.md).
FROM ${NGINX_IMAGE} AS proxy
RUN install -d -o 10001 -g 10001 /acme /cache /cache/pages /certificates /data
COPY deploy/nginx/pages /srv/pages
COPY deploy/nginx/nginx.conf.template /etc/nginx/templates/
COPY deploy/nginx/tls.conf.template /etc/nginx/
COPY --chmod=755 deploy/nginx/docker-entrypoint.d /docker-entrypoint.d/
ENV NGINX_ENVSUBST_OUTPUT_DIR=/tmp \
    RUN_DIR=/tmp \
    CACHE_DIR=/cache \
    STATIC_ROOT=/data/static \
    MEDIA_ROOT=/data/media \
    PAGES_DIR=/srv/pages \
    SERVER_CONF_DIR=/etc/nginx/server.d \
    ERROR_LOG=stderr \
    ACCESS_LOG=/dev/stdout \
    PAGE_TIMEOUT=15s \
    HOLD_LISTEN=127.0.0.1:8001 \
    HOLD_TIME=90s \
    LISTEN=8080 \
    TLS_LISTEN=8443 \
    TLS_CONF_DIR=/tmp/tls.d \
    CERTIFICATE_DIR=/certificates \
    ACME_DIR=/acme \
    PORTAL=web:8000 \
    RESOLVER= \
    TRUSTED_PROXIES=1 \
    UPLOAD_LIMIT_MB=100
USER 10001:10001
EXPOSE 8080 8443
# The image's own entrypoint fills in the template; SIGQUIT lets requests end.
STOPSIGNAL SIGQUIT
CMD ["nginx", "-c", "/tmp/nginx.conf"]

FROM ${PYTHON_IMAGE}
# pg_dump refuses a newer server. A release of Debian has one version: for another one change PYTHON_IMAGE too.
ARG POSTGRES_VERSION=17
RUN apt-get update --quiet=2 \
 && apt-get install --quiet=2 --no-install-recommends "postgresql-client-${POSTGRES_VERSION}" \
 && rm -rf /var/lib/apt/lists/*
RUN groupadd --gid 10001 portal \
 && useradd --uid 10001 --gid portal --no-create-home --home-dir /data --shell /usr/sbin/nologin portal \
 && install -d -o portal -g portal /data /cache /cache/pages \
 && install -d -o portal -g portal -m 700 /backups \
 && find / -xdev -type f -perm /6000 -exec chmod a-s {} +
COPY --from=build /venv /venv
COPY --from=build /static /static
COPY --from=build /app /app
WORKDIR /app
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    MALLOC_MMAP_THRESHOLD_=4194304 \
    DJANGO_SETTINGS_MODULE=mysite.settings.production \
    DATA_DIR=/data \
    STATIC_ROOT=/static \
    WEB_BIND=0.0.0.0:8000 \
    HEALTH_BIND=127.0.0.1:8001
USER 10001:10001
VOLUME /data /backups
EXPOSE 8000
# On the port that answers while all threads are taken. Alive, not ready: a database that is down is no reason to replace the web server.
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8001/healthz/live', timeout=4)"]
# The migration is a step of its own, before this: manage.py prepare
CMD ["gunicorn"]

# Stands in for the image “postgres”: Debian's package with the parts of that image's entrypoint that compose.yaml uses.
ARG BASE_IMAGE
FROM ${BASE_IMAGE}
RUN apt-get update --quiet=2 && apt-get install --quiet=2 --no-install-recommends postgresql-17 \
 && install -d -o postgres -g postgres -m 700 /var/lib/postgresql/data && install -d -m 1777 /run/postgresql
COPY postgres-entrypoint.sh /usr/local/bin/
ENV PGDATA=/var/lib/postgresql/data PATH=/usr/lib/postgresql/17/bin:$PATH LANG=C.UTF-8
VOLUME /var/lib/postgresql/data
STOPSIGNAL SIGINT
ENTRYPOINT ["sh", "/usr/local/bin/postgres-entrypoint.sh"]
CMD ["postgres"]

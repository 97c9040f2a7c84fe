# Stands in for the image “certbot/certbot”, with a server of certificates for tests beside it (pebble).
ARG BASE_IMAGE
FROM ${BASE_IMAGE}
RUN apt-get update --quiet=2 && apt-get install --quiet=2 --no-install-recommends certbot pebble
ENTRYPOINT ["certbot"]

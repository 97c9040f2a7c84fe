# Stands in for the image “redis”.
ARG BASE_IMAGE
FROM ${BASE_IMAGE}
RUN apt-get update --quiet=2 && apt-get install --quiet=2 --no-install-recommends redis-server redis-tools
WORKDIR /data
USER redis
CMD ["redis-server", "--bind", "0.0.0.0"]

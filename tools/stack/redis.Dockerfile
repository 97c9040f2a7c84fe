# Stands in for the image “redis”: Debian's package.
ARG BASE_IMAGE
FROM ${BASE_IMAGE}
RUN apt-get update --quiet=2 && apt-get install --quiet=2 --no-install-recommends redis-server redis-tools
WORKDIR /data
USER redis
# The image “redis” accepts connections from other machines without a password, Debian's package does not.
ENTRYPOINT ["sh", "-c", "exec \"$@\" --protected-mode no", "--"]
CMD ["redis-server"]

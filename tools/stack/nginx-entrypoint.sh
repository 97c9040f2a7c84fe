#!/bin/sh
# Runs the scripts of /docker-entrypoint.d in their order, as the entrypoint of the image “nginx” does.
set -e
for file in $(find /docker-entrypoint.d -type f | sort -V); do
    case $file in
        *.envsh) if [ -x "$file" ]; then . "$file"; fi ;;
        *.sh) if [ -x "$file" ]; then "$file"; fi ;;
    esac
done
exec "$@"

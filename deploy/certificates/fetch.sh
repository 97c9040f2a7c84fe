#!/bin/sh
# Fetches a certificate for the host of SITE_URL with certbot, and renews it a month before its end. nginx answers the
# challenge from /acme and takes the certificate from /certificates (deploy/nginx/docker-entrypoint.d/30-certificate.sh).
set -eu

host=${SITE_URL#https://}
host=${host%%[:/]*}
folder=/certificates
account=${ACME_EMAIL:+--email $ACME_EMAIL}
account=${account:---register-unsafely-without-email}

install_certificate() {
    for name in fullchain privkey; do
        cp "$folder/certbot/live/portal/$name.pem" "$folder/$name.new"
        mv "$folder/$name.new" "$folder/$name.pem"
    done
}

trap 'exit 0' TERM INT
umask 077
while true; do
    # shellcheck disable=SC2086  both are several words
    if certbot certonly --non-interactive --agree-tos --keep-until-expiring --cert-name portal \
        --webroot --webroot-path /acme --domain "$host" --server "$ACME_SERVER" \
        $account \
        --config-dir "$folder/certbot" --work-dir /tmp/work --logs-dir /tmp/logs $ACME_OPTIONS; then
        cmp -s "$folder/certbot/live/portal/fullchain.pem" "$folder/fullchain.pem" || install_certificate
        pause=43200
    else
        pause=3600
    fi
    sleep "$pause" &
    wait $!
done

#!/bin/sh
# Uses the certificate in CERTIFICATE_DIR as soon as there is one, and again after each renewal: nginx reads it only when
# it starts or is told to.
set -eu

certificate=$CERTIFICATE_DIR/fullchain.pem
key=$CERTIFICATE_DIR/privkey.pem
# For the portal, which warns before the certificate expires. It needs no access to the key.
published=$CACHE_DIR/certificate.pem

compute_checksum() {
    cat "$certificate" "$key" 2>/dev/null | sha256sum
}

write_configuration() {
    mkdir -p "$TLS_CONF_DIR"
    if [ -s "$certificate" ] && [ -s "$key" ]; then
        SITE_URL=${SITE_URL%/} envsubst '${TLS_LISTEN} ${CERTIFICATE_DIR} ${SITE_URL}' \
            </etc/nginx/tls.conf.template >"$TLS_CONF_DIR/tls.conf"
    else
        rm -f "$TLS_CONF_DIR/tls.conf"
    fi
}

publish() {
    if [ -s "$TLS_CONF_DIR/tls.conf" ]; then
        cp "$certificate" "$published.new" && mv "$published.new" "$published"
    else
        rm -f "$published"
    fi
}

watch() {
    while sleep 30; do
        latest=$(compute_checksum)
        if [ "$latest" = "$used" ]; then
            continue
        fi
        write_configuration
        # While only one of the two files has been replaced, they do not fit: the next round tries again.
        if nginx -t -q -c /tmp/nginx.conf && nginx -s reload -c /tmp/nginx.conf; then
            used=$latest
            publish
        fi
    done
}

used=$(compute_checksum)
write_configuration
publish
watch &

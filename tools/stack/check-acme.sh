#!/bin/sh
# Fetches a certificate as the service “acme” of compose.yaml does, from a test server on this machine (pebble).
#
#   PROXY_IMAGE=portal-proxy PORTAL_IMAGE=portal CERTBOT_IMAGE=stand-in-certbot tools/stack/check-acme.sh
set -eu

root=$(cd "$(dirname "$0")/../.." && pwd)
folder=$(mktemp -d)
chmod 755 "$folder"
cp -r "$root/compose.yaml" "$root/deploy" "$folder"
cd "$folder"
cat >.env <<'SETTINGS'
SECRET_KEY=kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk
SITE_URL=https://portal.test:8443
POSTGRES_PASSWORD=0123456789abcdef
COMPOSE_PROFILES=acme
WEB_PORT=127.0.0.1:8080
HTTPS_PORT=127.0.0.1:8443
ACME_SERVER=https://pebble:14000/dir
ACME_OPTIONS=--no-verify-ssl
SETTINGS
cat >pebble.json <<'SETTINGS'
{"pebble": {"listenAddress": "0.0.0.0:14000", "managementListenAddress": "0.0.0.0:15000", "httpPort": 8080,
  "tlsPort": 8443, "certificate": "/pebble/cert.pem", "privateKey": "/pebble/key.pem"}}
SETTINGS
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=pebble -addext subjectAltName=DNS:pebble \
    -keyout key.pem -out cert.pem 2>/dev/null
chmod 644 key.pem

clean_up() {
    podman rm --force pebble portal_acme_1 portal_proxy_1 >/dev/null 2>&1 || true
    rm -r "$folder"
}
trap clean_up EXIT

podman-compose --profile acme up --detach --no-deps --no-build proxy
address=$(podman inspect portal_proxy_1 --format '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}')
podman run --detach --name pebble --network portal_default --add-host "portal.test:$address" --env PEBBLE_VA_NOSLEEP=1 \
    --volume "$folder:/pebble:ro" --entrypoint pebble "$CERTBOT_IMAGE" -config /pebble/pebble.json
podman-compose --profile acme up --detach --no-deps --no-build acme

for _ in $(seq 60); do
    sleep 2
    issuer=$(openssl s_client -connect 127.0.0.1:8443 -servername portal.test </dev/null 2>/dev/null |
        openssl x509 -noout -issuer 2>/dev/null || true)
    case $issuer in
        *Pebble*)
            echo "nginx has the certificate: $issuer"
            exit 0
            ;;
    esac
done
podman logs portal_acme_1
exit 1

"""Scans the portal behind nginx over HTTPS with MDN's HTTP Observatory, and prints its score.

``python -m tools.observatory`` starts both on an empty database, with a certificate made for the scan. The exit status
is 1 if the score is below ``SCORE``. Needs npm, nginx and openssl.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import django

from tools import npm

FOLDER = Path(__file__).resolve().parents[1] / "var" / "observatory"
PACKAGES = {"@mdn/mdn-http-observatory": "1.4.8"}
SCORE = 130
SCRIPT = """
const { scan } = await import("@mdn/mdn-http-observatory/src/scanner/index.js");
console.log(JSON.stringify(await scan(process.argv[1])));
"""
#: nginx with HTTPS on a port of its own, which redirects plain HTTP.
SERVER = """
listen 127.0.0.1:{port} ssl;
ssl_certificate {folder}/portal.pem;
ssl_certificate_key {folder}/portal.key;
error_page 497 =301 https://$http_host$request_uri;
"""


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mysite.settings.test")
    django.setup()
    from tests.support.proxies import proxy_folder, run_proxy
    from tests.support.servers import free_port, run_portal, separate_database

    # The script of the package that downloads this list is not run. No name is on it.
    conf = npm.install(FOLDER, PACKAGES) / "@mdn" / "mdn-http-observatory" / "conf"
    (conf / "hsts-preload.json").write_text("{}")
    with proxy_folder() as folder, separate_database(folder.path):
        port = free_port()
        create_certificate(folder.path)
        (folder.path / "server.d" / "https.conf").write_text(SERVER.format(port=port, folder=folder.path))
        site = {"SITE_URL": f"https://localhost:{port}", "TRUSTED_PROXIES": "1"}
        with run_portal(folder.path, **site) as (portal_port, _worker), run_proxy(folder, portal_port):
            result = scan(f"localhost:{port}", folder.path / "portal.pem")
    for name, test in result["tests"].items():
        print(f"{name:32}{test['scoreModifier']:>4}  {test['result']}")
    print(f"{result['scan']['grade']} / {result['scan']['score']}")
    return int(result["scan"]["score"] < SCORE)


def create_certificate(folder: Path) -> None:
    """Write a certificate for localhost and its key, which nginx reads as another user."""
    key, certificate = folder / "portal.key", folder / "portal.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    command += ["-addext", "subjectAltName=DNS:localhost", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    key.chmod(0o644)


def scan(host: str, certificate: Path) -> dict[str, Any]:
    command = ["node", "--input-type=module", "--eval", SCRIPT, host]
    environment = os.environ | {"NODE_EXTRA_CA_CERTS": str(certificate)}
    done = subprocess.run(command, cwd=FOLDER, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


if __name__ == "__main__":
    sys.exit(main())

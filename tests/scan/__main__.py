"""Scans the prefecture's site, a county's and the sign-in for known kinds of holes; fails if there is any.

The platform runs with production settings, and each request says what a proxy in front of it would: that it was https.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.e2e.platform import ROOT, Platform, free_port

SCANNER = ROOT / ".venv-scan" / "bin" / "python"
HOSTS = ["localhost", "lichuan.localhost"]
# Left out: what searches for other products' known holes, what guesses passwords or names of files, and what
# needs a server of the scanner's makers on the internet. "csrf" compares answers to right and wrong tokens, and finds
# both refused: the scanner keeps no cookie for https (tests/cms/delivery/test_security.py tries the tokens).
MODULES = (
    "backup,cookieflags,crlf,csp,exec,file,htaccess,http_headers,ldap,methods,permanentxss,redirect,sql,upload,xss"
)
LIMITS = {
    "--depth": 4,
    "--max-links-per-page": 40,
    "--max-files-per-dir": 8,
    "--max-scan-time": 240,
    "--max-attack-time": 60,
    "--timeout": 20,
}
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "cms.settings.base",
    "PUBLIC_PORT": "443",
    "SECRET_KEY": "k" * 60,
    "TRUSTED_PROXY_COUNT": "1",
}


def scan(platform: Platform, host: str) -> list[str]:
    """Findings above "informational", one line each."""
    report = platform.data_dir / f"{host}.json"
    command = [
        *(SCANNER, ROOT / "tests" / "scan" / "scanner.py", "--no-bugreport", "--verbose", "0"),
        *("--url", platform.url(host), "--start", platform.url(host, "/admin/login/"), "--scope", "folder"),
        *("--header", "X-Forwarded-Proto: https", "--module", MODULES),
        *("--store-session", platform.data_dir / "wapiti", "--format", "json", "--output", report),
        *(part for option in LIMITS.items() for part in option),
    ]
    subprocess.run([str(part) for part in command], check=True)
    found = json.loads(report.read_text())
    print(f"{host}: {found['infos']['crawled_pages_nbr']} pages and forms", flush=True)
    if not found["infos"]["crawled_pages_nbr"]:
        return [f"{host}: nothing was reached"]
    return [
        f"{host}: {name}: {one['method']} {one['path']} {one['info']}"
        for kind in ("vulnerabilities", "anomalies")
        for name, all_of_them in found[kind].items()
        for one in all_of_them
        if one["level"] > 0
    ]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        platform = Platform(free_port(), Path(folder))
        platform.start(**PRODUCTION)
        try:
            findings = [line for host in HOSTS for line in scan(platform, host)]
        finally:
            platform.stop()
    print("\n".join(findings) or "Nothing found.")
    sys.exit(bool(findings))


if __name__ == "__main__":
    main()

"""Real front-end packages from npm, pinned, fetched once into a cache folder and never committed."""

from __future__ import annotations

import json
import shutil
import subprocess
from functools import cache
from pathlib import Path

import platformdirs
import pytest
from filelock import FileLock

__all__ = ["PACKAGES", "packages"]

PACKAGES = {
    "vue": "3.5.13",
    "vant": "4.10.2",
    "weui": "2.6.26",
    "weui.js": "1.2.28",
    "react": "18.3.1",
    "react-dom": "18.3.1",
    "antd-mobile": "5.43.0",
    "@nutui/nutui": "4.3.14",
    "weixin-js-sdk": "1.6.5",
}


@cache
def packages() -> Path:
    """The folder `node_modules` with the pinned packages; the test is skipped where npm cannot give them."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("npm is not installed")
    home = Path(platformdirs.user_cache_dir("qraudit")) / "npm-for-tests"
    home.mkdir(parents=True, exist_ok=True)
    with FileLock(home / "install.lock"):  # tests run in several processes
        return _installed(home, npm)


def _installed(home: Path, npm: str) -> Path:
    wanted = json.dumps({"name": "pages", "private": True, "dependencies": PACKAGES}, indent=1)
    manifest, done = home / "package.json", home / "installed.json"
    if not done.is_file() or done.read_text(encoding="utf-8") != wanted:
        manifest.write_text(wanted, encoding="utf-8")
        try:
            subprocess.run(
                [npm, "install", "--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock"],
                cwd=home,
                check=True,
                capture_output=True,
                timeout=240,
            )
        except (subprocess.SubprocessError, OSError) as error:
            pytest.skip(f"npm could not fetch the packages: {error}")
        done.write_text(wanted, encoding="utf-8")
    return home / "node_modules"

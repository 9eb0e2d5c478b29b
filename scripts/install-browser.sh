#!/usr/bin/env bash
# Installs what the browser tests and the screenshots need from Debian or Ubuntu: Chromium, and a font with
# Japanese glyphs (without it every kanji is an empty box). Does nothing where both stand.
set -euo pipefail

if command -v chromium >/dev/null && fc-list 2>/dev/null | grep -q 'Noto Sans CJK JP'; then
    exit 0
fi
if ! command -v apt-get >/dev/null; then
    echo "install-browser: needs apt-get; install chromium and Noto Sans CJK JP by hand" >&2
    exit 1
fi
as_root=()
if [ "$(id -u)" -ne 0 ]; then
    as_root=(sudo)
fi
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends chromium fontconfig fonts-noto-cjk

#!/bin/sh
# The browser tests need Chromium and a Chinese font. Install them where we may; elsewhere say what to type and stop,
# because a test that is left out silently proves nothing.
set -eu

have() {
    { command -v chromium || command -v chromium-browser || command -v google-chrome; } >/dev/null 2>&1 &&
        command -v fc-list >/dev/null 2>&1 && [ -n "$(fc-list :lang=zh-cn family)" ]
}

have && exit 0
packages="chromium fontconfig fonts-noto-cjk"
if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1; then
    export DEBIAN_FRONTEND=noninteractive
    apt-get -qq update
    # shellcheck disable=SC2086 # the list is meant to split
    apt-get -qq install --yes --no-install-recommends $packages >/dev/null
    have && exit 0
fi
echo >&2 "The browser tests need Chromium and a Chinese font. Type: sudo apt-get install --yes $packages"
echo >&2 "浏览器测试需要 Chromium 与中文字体，请输入：sudo apt-get install --yes $packages"
exit 1

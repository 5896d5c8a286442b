#!/bin/sh
# Finds the system packages desk_app needs and this machine lacks, and installs them by apt.
# usage: system_libraries.sh venv|libraries|package|x11|postgres [PYTHON]
set -eu

# shared library : Debian package that has it
QT="libglib-2.0.so.0:libglib2.0-0 libGL.so.1:libgl1 libEGL.so.1:libegl1 libxkbcommon.so.0:libxkbcommon0
    libfreetype.so.6:libfreetype6 libfontconfig.so.1:libfontconfig1 libdbus-1.so.3:libdbus-1-3"
X11="libxcb-cursor.so.0:libxcb-cursor0 libxcb-icccm.so.4:libxcb-icccm4 libxcb-keysyms.so.1:libxcb-keysyms1
     libxkbcommon-x11.so.0:libxkbcommon-x11-0 libxcb-image.so.0:libxcb-image0
     libxcb-render-util.so.0:libxcb-render-util0 libxcb-shape.so.0:libxcb-shape0 libxcb-xkb.so.1:libxcb-xkb1
     libxcb-randr.so.0:libxcb-randr0"
WAYLAND="libwayland-client.so.0:libwayland-client0 libwayland-cursor.so.0:libwayland-cursor0
         libwayland-egl.so.1:libwayland-egl1"

missing_libraries() {
    known=$(PATH="$PATH:/sbin:/usr/sbin" ldconfig -p 2>/dev/null || true)
    wanted=$QT
    [ -z "${DISPLAY:-}" ] || wanted="$wanted $X11"
    [ -z "${WAYLAND_DISPLAY:-}" ] || wanted="$wanted $WAYLAND"
    for pair in $wanted; do
        case "$known" in
            *"${pair%%:*} "*) ;;
            *) printf '%s ' "$pair" ;;
        esac
    done
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

install() { # packages
    command -v apt-get >/dev/null || return 1
    [ "$(id -u)" = 0 ] || command -v sudo >/dev/null || return 1
    echo "Installing with apt: $*"
    as_root apt-get -qq update || echo "The package lists are not fresh; trying all the same." >&2
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "$@" >/dev/null
}

need_venv() {
    "$1" -c 'import ensurepip, venv' 2>/dev/null && return 0
    version=$("$1" -c 'import sys; print("python%d.%d" % sys.version_info[:2])')
    install "$version-venv" || install python3-venv || {
        echo "$1 cannot make virtual environments: install its venv and ensurepip modules" \
             "(Debian, Ubuntu: $version-venv), then run make again." >&2
        return 1
    }
}

need_libraries() {
    [ "$(uname -s)" = Linux ] || return 0
    missing=$(missing_libraries)
    [ -n "$missing" ] || return 0
    packages=$(for pair in $missing; do echo "${pair##*:}"; done)
    # shellcheck disable=SC2086 # a list of names
    install $packages || {
        echo "Qt needs these system libraries; install the packages that have them, then run make again:" >&2
        for pair in $missing; do echo "  ${pair%%:*} (Debian, Ubuntu: ${pair##*:})" >&2; done
        return 1
    }
}

# What a packaged program brings along must be here: X11 and Wayland, display or not. Xvfb and xdotool try it out.
need_package() {
    [ "$(uname -s)" = Linux ] || return 0
    DISPLAY=wanted WAYLAND_DISPLAY=wanted need_libraries
    for pair in objdump:binutils Xvfb:xvfb xdotool:xdotool; do
        command -v "${pair%%:*}" >/dev/null || install "${pair##*:}" || {
            echo "make package needs ${pair%%:*} (Debian, Ubuntu: ${pair##*:})" >&2
            return 1
        }
    done
}

# What a played day needs: a screen without a display, and hands. Tests that find none of it are skipped, and say so.
want_x11() {
    [ "$(uname -s)" = Linux ] || return 0
    if (DISPLAY=wanted need_libraries) && need_hands; then return 0; fi
    echo "The played day will be skipped." >&2
}

need_hands() {
    for pair in Xvfb:xvfb xdotool:xdotool setxkbmap:x11-xkb-utils; do
        command -v "${pair%%:*}" >/dev/null || install "${pair##*:}" || {
            echo "It needs ${pair%%:*} (Debian, Ubuntu: ${pair##*:})." >&2
            return 1
        }
    done
}

# A server to try an office on; the tests start one of their own from it and leave the system's alone.
need_postgres() {
    if command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then return 0; fi
    install postgresql || {
        echo "make test-postgres needs a PostgreSQL server, 13 or newer (Debian, Ubuntu: postgresql)." >&2
        return 1
    }
}

case "${1:-}" in
    venv) need_venv "${2:-python3}" ;;
    libraries) need_libraries ;;
    package) need_package ;;
    x11) want_x11 ;;
    postgres) need_postgres ;;
    *) echo "usage: $0 venv|libraries|package|x11|postgres [PYTHON]" >&2; exit 2 ;;
esac

#!/bin/bash
# make_plain.sh SUITE DIR: a Debian in DIR with Python and python3-venv, and nothing else of its own.
# Needs root and debootstrap, 270 MB on the disk. DIR appears whole or not at all.
set -euo pipefail
SUITE=$1 DIR=$2 PARTIAL=$2.partial

mirror() {
  local sources=(/etc/apt/sources.list /etc/apt/sources.list.d/*.sources)
  sed -nE 's/^URIs: *([^ ]*debian)\/? *$/\1/p; s/^deb +(\[.*\] +)?([^ ]*debian)\/? .*/\2/p' \
    "${sources[@]}" 2>/dev/null | head -n 1
}

rm -rf --one-file-system "$PARTIAL"
mkdir -p "$PARTIAL"
trap 'rm -rf --one-file-system "$PARTIAL"' EXIT
SAID=$(debootstrap --variant=minbase --include=python3,python3-venv "$SUITE" "$PARTIAL" \
  $(mirror) 2>&1) || { tail -n 5 <<< "$SAID" >&2; exit 1; }
rm -rf "$PARTIAL"/var/lib/apt/lists/* "$PARTIAL"/var/cache/apt/archives/*.deb
mv -T "$PARTIAL" "$DIR"

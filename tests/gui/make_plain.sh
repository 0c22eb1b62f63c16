#!/bin/bash
# make_plain.sh SUITE DIR: a Debian in DIR with Python and python3-venv, and nothing else of its own.
# Needs root and debootstrap, 270 MB on the disk. DIR appears whole or not at all.
set -euo pipefail
HERE=$(dirname "$(realpath "$0")")
SUITE=$1 DIR=$2 PARTIAL=$2.partial

rm -rf --one-file-system "$PARTIAL"
mkdir -p "$PARTIAL"
trap 'rm -rf --one-file-system "$PARTIAL"' EXIT
SAID=$(debootstrap --variant=minbase --include=python3,python3-venv "$SUITE" "$PARTIAL" \
  $("$HERE/debian_mirror.sh") 2>&1) || { tail -n 5 <<< "$SAID" >&2; exit 1; }
rm -rf "$PARTIAL"/var/lib/apt/lists/* "$PARTIAL"/var/cache/apt/archives/*.deb
mv -T "$PARTIAL" "$DIR"

#!/bin/bash
# requirements/lock.sh [NAME...]: write NAME.txt from NAME.in, all of them where none is named.
# Needs uv. A lock holds exact versions and the hash of every wheel, for every system and Python
# that its packages support; it names no host, so pip's own settings decide where wheels come from.
set -euo pipefail
cd "$(dirname "$0")"
[ $# -gt 0 ] || set -- *.in
for name in $(basename -s .in "$@"); do
  case $name in bpy-5.2) python=3.13 ;; bpy-*) python=3.11 ;; *) python=3.10 ;; esac
  uv pip compile "$name.in" --output-file "$name.txt" --universal --python-version "$python" \
    --generate-hashes --no-build --no-header --no-annotate --quiet
done

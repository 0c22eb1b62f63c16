#!/bin/bash
# requirements/lock.sh [--check] [NAME...]: write NAME.txt from NAME.in, all of them where none is
# named; --check only fails where one would change. `torch` stands for the locks of PyTorch's builds,
# which release/torch_locks.py writes; `torch --pytorch` also asks PyTorch's own index, which has the
# builds that the package index lacks.
# Needs uv, which the environment `lint` has. A lock holds exact versions and the hash of every wheel, for every system and Python
# that its packages support; it names no host, so pip's own settings decide where wheels come from.
set -euo pipefail
cd "$(dirname "$0")"
PATH=$PWD/../.runtime/lint/bin:$PATH
check=
if [ "${1:-}" = --check ]; then check=--check; shift; fi
[ $# -gt 0 ] || set -- *.in torch
if [ "$1" = torch ] && [ "${2:-}" = --pytorch ]; then pytorch=--pytorch; set -- torch; fi
status=0
for name in $(basename -s .in "$@"); do
  if [ "$name" = torch ]; then
    (cd .. && python3 -m release.torch_locks $check ${pytorch:-}) || status=1
    continue
  fi
  case $name in bpy-5.2) python=3.13 ;; bpy-*) python=3.11 ;; *) python=3.10 ;; esac
  target=$name.txt
  if [ -n "$check" ]; then target=$(mktemp) && cp "$name.txt" "$target"; fi
  uv pip compile "$name.in" --output-file "$target" --universal --python-version "$python" \
    --generate-hashes --no-build --no-header --no-annotate --quiet
  if [ -n "$check" ]; then
    cmp --quiet "$name.txt" "$target" || { echo "$name.txt would change"; status=1; }
    rm "$target"
  fi
done
exit $status

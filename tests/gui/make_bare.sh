#!/bin/bash
# make_bare.sh FROM DIR: of a Debian that make_chroot.sh made, what one has who installs Blender and
# nothing else. Debian's Blender needs no Python package, so NumPy, pip and python3-venv are absent.
# DIR appears whole or not at all.
set -euo pipefail
HERE=$(dirname "$(realpath "$0")")
FROM=$1 DIR=$2 PARTIAL=$2.partial
rm -rf --one-file-system "$PARTIAL" "$DIR"
trap 'rm -rf --one-file-system "$PARTIAL"' EXIT
cp -a --reflink=auto "$FROM" "$PARTIAL"
find "$PARTIAL"/{root,tmp,var/tmp} -mindepth 1 -delete # what other tests have left
"$HERE/in_chroot.sh" "$PARTIAL" bash -euc '
  for package in numpy requests zstandard certifi cattr attr gi; do echo "python3-$package"; done |
    xargs apt-get purge -y -qq --autoremove > /var/log/purged.log
  test -x /usr/bin/blender
  if python3 -c "import numpy" || python3 -c "import ensurepip" || python3 -c "import pip"; then
    exit 1
  fi 2> /dev/null'
mv -T "$PARTIAL" "$DIR"

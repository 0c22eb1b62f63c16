#!/bin/bash
# make_chroot.sh SUITE DIR: a Debian in DIR with that suite's Blender, a virtual screen, a mouse
# and GTK, for another program beside Blender.
# sid has Blender 5.2, trixie 4.3. Needs root, debootstrap, 1.4 GB on the disk, some 450 MB of
# download. DIR appears whole or not at all. The mirror and apt's settings are the host's own.
set -euo pipefail
HERE=$(dirname "$(realpath "$0")")
SUITE=$1 DIR=$2 PARTIAL=$2.partial

rm -rf --one-file-system "$PARTIAL"
mkdir -p "$PARTIAL"
trap 'rm -rf --one-file-system "$PARTIAL"' EXIT
echo "Making a Debian $SUITE with Blender (once, one to two minutes)"
SAID=$(debootstrap --variant=minbase --include=ca-certificates "$SUITE" "$PARTIAL" \
  $("$HERE/debian_mirror.sh") 2>&1) ||
  { tail -n 5 <<< "$SAID" >&2; exit 1; }
{
  apt-config dump | grep -E '^Acquire::(http|https|ftp|Retries|Check-)' || true
  echo 'APT::Install-Recommends "0"; Acquire::Languages "none";'
} > "$PARTIAL/etc/apt/apt.conf.d/99host"
ln -sf /proc/self/mounts "$PARTIAL/etc/mtab" # else Blender warns about mounts
cp /etc/resolv.conf /etc/hosts "$PARTIAL/etc/" 2>/dev/null || true
"$HERE/in_chroot.sh" "$PARTIAL" bash -euc '
  apt-get update -qq
  apt-get install -y -qq blender \
    python3-numpy python3-requests python3-zstandard python3-certifi python3-cattr python3-attr \
    xvfb xdotool imagemagick libgl1-mesa-dri libegl-mesa0 libglx-mesa0 \
    python3-gi gir1.2-gtk-3.0 > /var/log/packages.log
  apt-get clean
  rm -rf /var/lib/apt/lists/*
  blender --version | head -n 1'
mv -T "$PARTIAL" "$DIR"

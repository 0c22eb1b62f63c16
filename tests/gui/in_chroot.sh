#!/bin/bash
# in_chroot.sh DIR COMMAND [ARGUMENT...]
# Runs COMMAND inside DIR in mounts of its own: they vanish with it, so DIR can be deleted any time.
# $READ and $WRITE: host folders to show at the same path. $ALONE: where set, without a network, so
# that two X servers do not meet in its sockets.
# COMMAND is killed when the caller dies, so that no window stays behind.
set -euo pipefail
ROOT=$(realpath "$1")
shift
export ROOT READ="${READ-}" WRITE="${WRITE-}"
exec unshare --mount ${ALONE:+--net} --propagation private bash -euc '
  IFS=$'"'\n'"'
  mount -t proc proc "$ROOT/proc"
  mount --rbind /sys "$ROOT/sys"
  mount --rbind /dev "$ROOT/dev"
  mount -t tmpfs -o mode=1777 tmpfs "$ROOT/dev/shm"
  for folder in $READ; do
    mkdir -p "$ROOT$folder"
    mount --bind "$folder" "$ROOT$folder"
    mount -o remount,bind,ro "$ROOT$folder"
  done
  for folder in $WRITE; do
    mkdir -p "$ROOT$folder"
    mount --bind "$folder" "$ROOT$folder"
  done
  exec setpriv --pdeathsig KILL chroot "$ROOT" /usr/bin/env -i HOME=/root LANG=C.UTF-8 \
    PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive "$@"
' in_chroot "$@"

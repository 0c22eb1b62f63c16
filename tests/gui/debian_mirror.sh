#!/bin/bash
# The mirror that this Debian's own apt is set up with; nothing where there is none.
sed -nE 's/^URIs: *([^ ]*debian)\/? *$/\1/p; s/^deb +(\[.*\] +)?([^ ]*debian)\/? .*/\2/p' \
  /etc/apt/sources.list /etc/apt/sources.list.d/*.sources 2>/dev/null | head -n 1

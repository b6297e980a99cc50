#!/bin/sh
# Refreshes the chart libraries that reports carry inside, from npm:
#
#   app/refresh-vega.sh            fetches the versions below and checks them against vega.sha256
#   app/refresh-vega.sh --accept   the same after a version was changed here: writes vega.sha256 anew
#
# The files are stored exactly as published. Needs npm, tar and sha256sum.
set -eu
vega=6.4.0
vega_lite=6.5.0
vega_embed=7.3.0
target=$(cd "$(dirname "$0")" && pwd)/src/main/resources/org/sweetspot/report
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fetch() { # name, version, file inside the package
  (cd "$work" && npm pack --silent "$1@$2" >/dev/null && tar xzf "$1-$2.tgz")
  cp "$work/package/$3" "$target/$1.min.js"
  cp "$work/package/LICENSE" "$target/$1.LICENSE"
  rm -r "$work/package"
}
fetch vega "$vega" build/vega.min.js
fetch vega-lite "$vega_lite" build/vega-lite.min.js
fetch vega-embed "$vega_embed" build/vega-embed.min.js

cd "$target"
if [ "${1:-}" = --accept ]; then
  sha256sum vega.min.js vega-lite.min.js vega-embed.min.js >vega.sha256
fi
sha256sum --check vega.sha256

#!/bin/sh
# make_debian.sh FOLDER [PACKAGE,PACKAGE...]: a bare Debian 12 there (debootstrap, as root), from where apt of this machine gets
# its own. One that is there already is kept.
set -eu
root=$1
with=${2:-}
suite=bookworm
[ ! -e "$root/var/lib/made-by-platen" ] || exit 0
from=$(apt-get indextargets --format '$(CODENAME) $(COMPONENT) $(REPO_URI)' 'Identifier: Packages' | awk -v suite="$suite" '$1 == suite && $2 == "main" { print $3; exit }')
[ -n "$from" ] || {
  echo "apt of this machine knows no $suite" >&2
  exit 1
}
rm -rf "$root"
mkdir -p "$root"
debootstrap --variant=minbase ${with:+--include="$with"} "$suite" "$root" "$from" >"$root.log" 2>&1 || {
  tail -n 5 "$root.log" >&2
  exit 1
}
rm -f "$root.log"
touch "$root/var/lib/made-by-platen"

#!/bin/sh
# install_packages.sh KIND...: installs those packages of tools/packages.txt that are missing (Debian, as root).
# Nothing that is installed for tests starts a service: they get worlds of their own (tests/support/private_world.sh).
set -eu
list=$(dirname "$0")/packages.txt
missing=
# What others have inside them (Node.js as its makers pack it brings npm).
provided=" $(dpkg-query -W -f='${db:Status-Status} ${Provides}\n' | sed -n 's/^installed //p' | sed 's/([^)]*)//g' | tr ',\n' '  ') "
for kind in "$@"; do
  for package in $(awk -v kind="$kind" '$1 == kind { print $2 }' "$list"); do
    dpkg-query -W -f='${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed && continue
    case "$provided" in
    *" $package "*) ;;
    *) missing="$missing $package" ;;
    esac
  done
done
[ -n "$missing" ] || exit 0
if [ "$(id -u)" -ne 0 ]; then
  echo "These Debian packages are missing:$missing" >&2
  echo "Install them as root: apt-get install$missing" >&2
  exit 1
fi
echo "Installing:$missing"
export DEBIAN_FRONTEND=noninteractive

# invoke-rc.d asks this program before it starts a service (policy-rc.d(8)); 101 is "no". One that is there already
# is the machine's own answer, and stays.
policy=/usr/sbin/policy-rc.d
case " $* " in
*" test "*)
  if [ ! -e "$policy" ]; then
    trap 'rm -f "$policy"' EXIT
    trap 'exit 1' HUP INT TERM
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod 755 "$policy"
  fi
  ;;
esac

apt-get update -qq
# shellcheck disable=SC2086  # the list is meant to be split
apt-get install -y -qq --no-install-recommends $missing >/dev/null

#!/bin/sh
# private_world.sh start DIR | exec DIR COMMAND... | stop DIR
# A network, mount and process namespace of its own: loopback only, a private /run with D-Bus and Avahi, private CUPS
# folders kept under DIR. Printers, cupsd and browsers of several tests live side by side in such worlds, nothing leaves
# them, and the death of one ends every process in it. `start` ends with 77 and the reason where a world cannot be had
# (no root, a kernel or container that forbids namespaces, a missing package): such a test is skipped, visibly.
set -eu

usage() { echo "usage: $0 start DIR | exec DIR COMMAND... | stop DIR" >&2; exit 2; }
[ $# -ge 2 ] || usage
act=$1
mkdir -p "$2"
dir=$(cd "$2" && pwd)
shift 2

skip() { echo "no private world: $*" >&2; exit 77; }

need() {
  for program in unshare nsenter setsid ip dbus-daemon dbus-send avahi-daemon; do
    command -v "$program" >/dev/null || skip "$program is missing (tools/install_packages.sh test)"
  done
  [ "$(id -u)" -eq 0 ] || skip "it needs root"
  why=$(unshare -n -m -p -f --mount-proc true 2>&1) || skip "the system forbids it: $why"
}

# CUPS keeps its state in folders that the whole machine shares: each world gets a copy.
cups_folders="/etc/cups /var/spool/cups /var/cache/cups /var/log/cups"

copy_cups_folders() {
  for folder in $cups_folders; do
    [ -d "$folder" ] || continue
    mkdir -p "$dir$folder"
    cp -a "$folder/." "$dir$folder/"
    chown --reference="$folder" "$dir$folder"
    chmod --reference="$folder" "$dir$folder"
  done
}

write_avahi_configuration() {
  cat >"$dir/avahi.conf" <<CONF
[server]
use-ipv4=yes
use-ipv6=yes
allow-interfaces=lo,wire0
ratelimit-interval-usec=1000000
ratelimit-burst=1000
[publish]
publish-workstation=no
publish-hinfo=no
CONF
}

# What the first process of the world does; its end is the world's end.
write_init() {
  cat >"$dir/init.sh" <<INIT
set -eu
ip link set lo up
for folder in $cups_folders; do
  if [ -d "$dir\$folder" ]; then mount --bind "$dir\$folder" "\$folder"; fi
done
mount -t tmpfs none /run
mkdir -p /run/dbus /run/avahi-daemon /run/cups/certs /run/lock
chown avahi:avahi /run/avahi-daemon
dbus-daemon --system --fork --nopidfile
# Not as a daemon, which would tell what it does to a system log that is not there.
avahi-daemon --no-rlimits --no-drop-root --no-chroot -f "$dir/avahi.conf" 2>"$dir/avahi.log" &
until dbus-send --system --print-reply --dest=org.freedesktop.DBus / org.freedesktop.DBus.NameHasOwner string:org.freedesktop.Avahi |
  grep -q "boolean true"; do sleep 0.05; done
: >"$dir/ready"
exec sleep infinity
INIT
}

case $act in
start)
  need
  rm -f "$dir/ready" "$dir/pid"
  copy_cups_folders
  write_avahi_configuration
  write_init
  # Once the caller's `unshare` is killed, the world is: --kill-child.
  setsid unshare -n -m -p -f --kill-child --mount-proc sh "$dir/init.sh" >"$dir/log" 2>&1 </dev/null &
  pid=$!
  echo "$pid" >"$dir/pid"
  tries=0
  until [ -e "$dir/ready" ]; do
    tries=$((tries + 1))
    if [ "$tries" -gt 100 ] || ! kill -0 "$pid" 2>/dev/null; then
      kill -9 "$pid" 2>/dev/null || true
      skip "it did not come up: $(tr '\n' ' ' <"$dir/log")"
    fi
    sleep 0.1
  done
  ;;
exec)
  [ $# -ge 1 ] || usage
  pid=$(cat "$dir/pid")
  exec nsenter -t "$pid" -n -m --pid="/proc/$pid/ns/pid_for_children" --wd="$PWD" -- "$@"
  ;;
stop)
  [ -e "$dir/pid" ] || exit 0
  pid=$(cat "$dir/pid")
  rm -f "$dir/pid"
  kill -9 "$pid" 2>/dev/null || true
  ;;
*) usage ;;
esac

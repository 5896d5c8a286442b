#!/usr/bin/env bash
# A real SMB 3.1.1 share and several real client kernels on one Linux machine, without kernel modules.
# Each client is a user-mode Linux with its own kernel caches and its own cifs mount; the server is Samba.
# Everything runs inside one network namespace, so no packet leaves it.
#   lab.sh install            apt packages
#   lab.sh up N [MOUNTOPTS]   server + N clients, the share mounted at /mnt/share in each
#   lab.sh do I 'command'     run a command on client I (its root is this machine's file system)
#   lab.sh remount I OPTS     mount again with other options, e.g. actimeo=5 or nobrl
#   lab.sh cut I | heal I     unplug / replug client I's network
#   lab.sh down
# The server gives leases and oplocks only with LEASES=yes (see docs/shared-drive.md).
set -eu
LAB=${LAB:-/tmp/share-lab}; HERE=$(cd "$(dirname "$0")" && pwd); NS=share-lab; NET=10.77.0
ns() { ip netns exec $NS "$@"; }
run_on() { # I COMMAND [SECONDS]
  local w=$LAB/c$1; rm -f "$w/rc"; printf '%s\n' "$2" >"$w/cmd.tmp"; mv "$w/cmd.tmp" "$w/cmd.sh"
  local end=$((SECONDS + ${3:-120})) # each "sleep" is a program that is started, which costs those who are measured
  while [ ! -f "$w/rc" ] && [ $SECONDS -lt $end ]; do sleep 0.5; done
  cat "$w/out.txt" 2>/dev/null || true; [ -f "$w/rc" ] || { echo "client $1: no answer"; return 124; }; return "$(cat "$w/rc")"
}
mount_on() { run_on "$1" "mkdir -p /mnt/share; umount /mnt/share 2>/dev/null; mount -t cifs //$NET.1/share /mnt/share -o guest,vers=3.1.1,nosharesock${2:+,$2}"; }
case ${1:-} in
install) apt-get update -q && apt-get install -yq samba cifs-utils user-mode-linux iproute2 kmod gcc libc6-dev
  mkdir -p /lib/modules; for m in /usr/lib/uml/modules/*; do ln -sfn "$m" "/lib/modules/${m##*/}"; done ;;
up)
  mountpoint -q "$LAB" || { mkdir -p "$LAB"; mount -t tmpfs -o size=3g share-lab "$LAB"; } # a disk shared with others waits
  mkdir -p "$LAB/share" "$LAB"/smb/{private,lock,state,cache,pid} "$LAB/logs"; chmod 777 "$LAB/share"
  gcc -shared -fPIC -O1 -o "$LAB/pt.so" "$HERE/pt.c" -ldl; gcc -shared -fPIC -O1 -o "$LAB/winlock.so" "$HERE/winlock.c" -ldl
  ip netns add $NS; ns ip link set lo up; ns ip link add br0 type bridge; ns ip addr add $NET.1/24 dev br0; ns ip link set br0 up
  cat >"$LAB/smb/smb.conf" <<C
[global]
  server role = standalone server
  interfaces = 127.0.0.1 $NET.1
  bind interfaces only = yes
  smb ports = 445
  map to guest = Bad User
  guest account = root
  private dir = $LAB/smb/private
  lock directory = $LAB/smb/lock
  state directory = $LAB/smb/state
  cache directory = $LAB/smb/cache
  pid directory = $LAB/smb/pid
  log file = $LAB/logs/smb.log
  disable netbios = yes
  load printers = no
  strict sync = yes
  smb2 leases = ${LEASES:-no}
  oplocks = ${LEASES:-no}
  level2 oplocks = ${LEASES:-no}
[share]
  path = $LAB/share
  guest ok = yes
  read only = no
  force user = root
  create mask = 0666
C
  ns smbd -D -s "$LAB/smb/smb.conf"
  for i in $(seq "$2"); do
    w=$LAB/c$i; mkdir -p "$w"; rm -f "$w"/*; ns ip tuntap add tap$i mode tap; ns ip link set tap$i master br0 up
    cat >"$w/init.sh" <<C
#!/bin/bash
export PATH=/usr/sbin:/usr/bin:/sbin:/bin LAB=$LAB
mkdir -p /dev/shm; mount -t tmpfs shm /dev/shm; mount -t proc proc /proc; mount -t sysfs sys /sys; mount -t tmpfs tmpfs /mnt; mount -t tmpfs tmpfs /run
hostname client$i; ip link set lo up; d=vec0; ip link show vec0 >/dev/null 2>&1 || d=eth0; ip addr add $NET.1$i/24 dev \$d; ip link set \$d up
modprobe cifs; touch $w/ready
while :; do if [ -f $w/cmd.sh ]; then mv $w/cmd.sh $w/run.sh; bash $w/run.sh >$w/out.txt 2>&1; echo \$? >$w/rc.tmp; mv $w/rc.tmp $w/rc; fi; sleep 0.1; done
C
    chmod +x "$w/init.sh"
    (LD_PRELOAD=$LAB/pt.so exec ip netns exec $NS linux.uml mem=${MEMORY:-768M} root=/dev/root rootfstype=hostfs rootflags=/ rw \
      vec0:transport=tap,ifname=tap$i,depth=64,gro=1,mac=02:00:00:00:00:$(printf %02x "$i") init="$w/init.sh" con=null con0=null,fd:1 </dev/null >"$w/console.log" 2>&1) & echo $! >"$w/pid"
  done
  for i in $(seq "$2"); do for _ in $(seq 120); do [ -f "$LAB/c$i/ready" ] && break; sleep 0.5; done; mount_on "$i" "${3:-}" && echo "client $i ready"; done ;;
do) run_on "$2" "$3" "${4:-120}" ;;
remount) mount_on "$2" "${3:-}" ;;
cut) ns ip link set tap$2 nomaster ;; # its own link stays up: the driver of these machines does not survive a fall
heal) ns ip link set tap$2 master br0 ;;
down)
  for p in "$LAB"/c*/pid "$LAB"/smb/pid/smbd.pid; do [ -f "$p" ] && kill "$(cat "$p")" 2>/dev/null || true; done
  sleep 1; for p in $(ip netns pids $NS 2>/dev/null); do kill -9 "$p" 2>/dev/null || true; done
  ip netns del $NS 2>/dev/null || true; umount "$LAB" 2>/dev/null || true ;;
*) sed -n 2,13p "$0" ;;
esac

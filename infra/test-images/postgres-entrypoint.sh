# As much of the official image's entry point as tests use: POSTGRES_USER, POSTGRES_PASSWORD, and `postgres` with options.
set -eu
[ "${1:-}" = postgres ] || exec "$@"
shift
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  umask 077
  printf %s "${POSTGRES_PASSWORD:?is not set}" > /var/postgres/password
  initdb -D "$PGDATA" -U "${POSTGRES_USER:-postgres}" -A scram-sha-256 --pwfile=/var/postgres/password \
    -E UTF8 --locale=C --no-sync
  : > /var/postgres/password
  echo 'host all all all scram-sha-256' >> "$PGDATA/pg_hba.conf"
fi
exec postgres -D "$PGDATA" -c listen_addresses='*' -c unix_socket_directories= "$@"

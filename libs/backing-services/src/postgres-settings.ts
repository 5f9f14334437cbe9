/** For one machine that also runs models: few buffers, few processes, nothing but loopback, but every commit on disk. */
const SMALL = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  shared_buffers: '64MB',
  work_mem: '4MB',
  maintenance_work_mem: '32MB',
  effective_cache_size: '512MB',
  wal_buffers: '4MB',
  min_wal_size: '80MB',
  max_wal_size: '512MB',
  // Reads are few and cached: workers would only add processes.
  io_method: 'sync',
  max_worker_processes: '4',
  max_parallel_workers_per_gather: '0',
  autovacuum_max_workers: '2',
  jit: 'off',
  huge_pages: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_destination: 'stderr',
  logging_collector: 'off',
  // A statement may carry a secret in its text: an error is logged without it.
  log_min_error_statement: 'panic',
} as const;

const DURABLE = { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' } as const;

/** For data that ends with the test run. */
const FLEETING = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' } as const;

/** The postmaster's arguments; nothing in them is secret. */
export const postgresArguments = (folder: string, port: number, durable: boolean): string[] => {
  const settings = { ...SMALL, ...(durable ? DURABLE : FLEETING) };
  return [
    ...['-D', folder, '-p', String(port)],
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ];
};

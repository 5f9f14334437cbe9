import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PROXY_CORE, familyOf, startPinned, untilListening } from './pinned.ts';
import type { Place, Proxy } from './proxy.ts';

const TOKEN = 'tg_0123456789ab_0123456789abcdef0123456789abcdef';
const SCRATCH = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];

/** What a gateway of this kind does at least: knows the token, and writes a line for each request. */
const guarded = (home: string) => ({
  http: `
  map_hash_bucket_size 256;
  map $http_authorization $tenant { default ""; "Bearer ${TOKEN}" "tenant-1"; }
  log_format fields escape=json '{"time":"$msec","method":"$request_method","path":"$uri","status":$status,"seconds":$request_time,'
    '"firstByteSeconds":"$upstream_header_time","bytes":$body_bytes_sent,"upstream":"$upstream_addr","address":"$remote_addr"}';
  access_log ${join(home, 'nginx-access.log')} fields buffer=64k flush=1s;`,
  location: 'if ($tenant = "") { return 401; } proxy_set_header X-Tenant $tenant;',
});
const plain = { http: 'access_log off;', location: '' };

const configured = ({ home, upstreams }: Place, port: number, { http, location }: typeof plain): string => `
worker_processes 1; daemon off; pid ${join(home, 'nginx.pid')}; error_log ${join(home, 'nginx-errors.log')} warn;
events { worker_connections 16384; }
http {
  ${http}
  keepalive_requests 1000000000; keepalive_timeout 300s; client_body_buffer_size 64k;
  ${SCRATCH.map((name) => `${name}_temp_path ${join(home, `nginx-${name}`)};`).join(' ')}
  upstream replicas {
    least_conn; ${upstreams.map((to) => `server 127.0.0.1:${String(to)};`).join(' ')}
    keepalive 4096; keepalive_requests 1000000000; keepalive_timeout 300s;
  }
  server {
    listen 127.0.0.1:${String(port)} backlog=4096;
    location / {
      ${location}
      proxy_pass http://replicas; proxy_http_version 1.1; proxy_set_header Connection "";
      proxy_buffering off; proxy_read_timeout 300s;
    }
  }
}`;

const needNginx = (): Promise<void> =>
  promisify(execFile)('nginx', ['-v']).then(
    () => undefined,
    () => {
      throw new Error('nginx is needed: apt-get install nginx-light');
    },
  );

const nginx = (name: string, place: Place, how: typeof plain): Proxy => ({
  name,
  ask: { token: TOKEN },
  start: async (port) => {
    await needNginx();
    const file = join(place.home, `${name}.conf`);
    await writeFile(file, configured(place, port, how));
    const { pid, stop } = await startPinned({
      words: ['nginx', '-p', place.home, '-e', join(place.home, 'nginx-errors.log'), '-c', file],
      core: PROXY_CORE,
      output: join(place.home, `${name}.out`),
    });
    await untilListening(port);
    return { port, pids: await familyOf(pid), stop };
  },
});

/** One worker, connections to the upstreams kept open, answers not buffered. */
export const nginxPeers = (place: Place): Proxy[] => [
  nginx('nginx', place, plain),
  nginx('nginxToken', place, guarded(place.home)),
];

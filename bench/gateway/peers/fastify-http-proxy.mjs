import proxy from '@fastify/http-proxy';
import Fastify from 'fastify';

const [port, ...upstreams] = process.argv.slice(2).map(Number);
let turn = 0;
const app = Fastify({ logger: false });
await app.register(proxy, {
  upstream: '',
  prefix: '/',
  undici: { connections: 4096, pipelining: 1, bodyTimeout: 0, headersTimeout: 0 },
  replyOptions: { getUpstream: () => `http://127.0.0.1:${upstreams[turn++ % upstreams.length]}` },
});
await app.listen({ port, host: '127.0.0.1', backlog: 4096 });

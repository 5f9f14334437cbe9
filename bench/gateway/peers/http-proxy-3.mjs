import { Agent, createServer } from 'node:http';
import httpProxy from 'http-proxy-3';

const [port, ...upstreams] = process.argv.slice(2).map(Number);
let turn = 0;
const proxy = httpProxy.createProxyServer({ agent: new Agent({ keepAlive: true, maxFreeSockets: 4096 }) });
proxy.on('error', (_error, _request, response) => response.destroy());
createServer((request, response) =>
  proxy.web(request, response, { target: `http://127.0.0.1:${upstreams[turn++ % upstreams.length]}` }),
).listen(port, '127.0.0.1', 4096);

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Progress } from '../benchmark.ts';
import type { Settings } from './native.ts';
import { PROXY_CORE, familyOf, startPinned, untilListening } from './pinned.ts';
import type { Place, Proxy } from './proxy.ts';

const folder = fileURLToPath(new URL('peers/', import.meta.url));

/** Installs what the peers need, once: it is in nothing that the platform needs. */
export const installPeers = async (progress: Progress): Promise<void> => {
  if (existsSync(join(folder, 'node_modules'))) return;
  progress('installing the peers: npm ci in bench/gateway/peers');
  await promisify(execFile)('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder });
};

type Program = Readonly<{ words: (port: number) => string[]; ask?: Settings }>;

const programs = ({ upstreams }: Place): Record<string, Program> => {
  const own = (name: string): Program => ({
    words: (port) => [join(folder, `${name}.mjs`), ...[port, ...upstreams].map(String)],
  });
  return {
    fastify: own('fastify-http-proxy'),
    httpProxy3: own('http-proxy-3'),
    httpProxy: own('http-proxy'),
    undici: own('undici'),
    portkey: {
      words: (port) => [
        join(folder, 'node_modules/@portkey-ai/gateway/build/start-server.js'),
        `--port=${String(port)}`,
        '--headless',
      ],
      // One upstream: with two it would try one after the other.
      ask: {
        token: 'none',
        headers: `x-portkey-provider: openai\r\nx-portkey-custom-host: http://127.0.0.1:${String(upstreams[0])}/v1\r\n`,
      },
    },
  };
};

/** Proxies of the same platform, each as its users set it up for speed. */
export const nodePeers = (place: Place): Proxy[] =>
  Object.entries(programs(place)).map(([name, { words, ask = {} }]) => ({
    name,
    ask,
    start: async (port) => {
      const { pid, stop } = await startPinned({
        words: [process.execPath, ...words(port)],
        core: PROXY_CORE,
        output: join(place.home, `${name}.out`),
        environment: { NODE_ENV: 'production', TRUSTED_CUSTOM_HOSTS: '127.0.0.1' },
      });
      await untilListening(port);
      return { port, pids: await familyOf(pid), stop };
    },
  }));

// Stands for a service where the launcher itself is tested: answers /readyz, tells its story to a file, ends when told.
// The gateway also answers the public API.
import { appendFileSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { FakeApi } from './fake-api.spec-helper.ts';

const { env } = process;
const name = process.argv[2] ?? '';
const port = Number(env[`TIDEGATE_${name.toUpperCase()}_PORT`]);
const tell = (what: string): void =>
  appendFileSync(join(env['TIDEGATE_HOME'] ?? '', 'story'), `${name} ${what}\n`);

const leave = (why: string): void => {
  tell(why);
  process.exit(0);
};

process.on('SIGTERM', () => {
  tell('stops');
  setTimeout(() => leave('stopped'), 50);
});
process.on('disconnect', () => leave('orphaned'));
createServer((_, response) => response.end('ok')).listen(port, '127.0.0.1', () => tell('ready'));

if (name === 'gateway') {
  const operatorToken = readFileSync(
    join(env['TIDEGATE_HOME'] ?? '', 'secrets', 'operator-token'),
    'utf8',
  ).trim();
  new FakeApi(operatorToken).server.listen(Number(env['TIDEGATE_PORT']), '127.0.0.1');
}

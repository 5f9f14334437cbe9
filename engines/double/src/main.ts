import { Faults, die, failOnStart } from './faults.ts';
import { parseFlags, type Flags } from './flags.ts';
import { Scheduler } from './generation.ts';
import { Metrics } from './metrics.ts';
import { createEngineServer, type Engine } from './server.ts';

const serve = (flags: Flags): void => {
  const faults = new Faults(flags);
  faults.begin();
  failOnStart(flags);
  if (flags.neverOpenPort) {
    process.stdout.write('engine-double will never open its port\n');
    setInterval(() => undefined, 60_000);
    return;
  }
  const metrics = new Metrics();
  const scheduler = new Scheduler(flags, metrics);
  const engine: Engine = { flags, faults, scheduler, metrics, startMs: 0, stopping: false, asleep: false };
  const server = createEngineServer(engine);
  server.once('error', (error) => die(1, `engine-double: cannot listen: ${error.message}`));
  server.listen(flags.port, flags.host, () => {
    engine.startMs = performance.now();
    const address = server.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    process.stdout.write(`engine-double ready start_ms=${engine.startMs.toFixed(1)} port=${port}\n`);
  });
  const stop = (): void => {
    engine.stopping = true;
    server.close(() => process.exit(0));
    server.closeIdleConnections();
    setTimeout(() => process.exit(0), flags.shutdownTimeoutMs).unref();
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
};

const parsed = parseFlags(process.argv.slice(2));
if ('problem' in parsed) die(2, `engine-double: ${parsed.problem}`);
else if (!parsed.flags.checkConfig) {
  if (parsed.flags.startMs === 0) serve(parsed.flags);
  else setTimeout(serve, parsed.flags.startMs, parsed.flags);
}

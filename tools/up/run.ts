import { asJson, asText } from './report.ts';
import { Launch, type LaunchSettings } from './launch.ts';

const FAILED = 1;
const INTERRUPTED = 130;

const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** A first signal stops in order, a second one at once. The answer says whether there was one. */
const stopOnSignal = (launch: Launch): (() => boolean) => {
  let asked = false;
  const onSignal = (): void => {
    if (asked) {
      launch.kill();
      process.exit(INTERRUPTED);
    }
    asked = true;
    say('stopping; once more to stop at once');
    void launch.stop().then(() => {
      say('stopped; the data stays');
      process.exit(0);
    });
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
  return () => asked;
};

/** Brings the platform up, prints where it is, and lives until a signal. */
export const run = async (settings: Omit<LaunchSettings, 'say'>): Promise<void> => {
  // A reader of our output that has gone away is no reason to go down.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  const launch = new Launch({ ...settings, say });
  const isStopping = stopOnSignal(launch);
  try {
    const ready = await launch.start();
    process.stdout.write(`${settings.json ? asJson(ready, launch.pids) : asText(ready)}\n`);
  } catch (error) {
    if (isStopping()) return;
    say(`tidegate: ${error instanceof Error ? error.message : String(error)}`);
    process.exit(FAILED);
  }
};

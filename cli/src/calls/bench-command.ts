import type { Command } from 'commander';
import type { Api } from '../api.ts';
import {
  type Common,
  type Surroundings,
  apiFor,
  commandFor,
  numberOf,
  pause,
  print,
  say,
  spanOf,
  wholeUpTo,
} from '../command.ts';
import { endpointIdOf } from '../endpoints.ts';
import { EXIT, Failed, Interrupted } from '../exits.ts';
import { meanwhile, meanwhileLines, progressLine, tallyLines } from './bench-view.ts';
import { type Bench, type Load, benched } from './bench.ts';
import { tallyOf } from './tally.ts';

type Options = Common &
  Readonly<{
    callers: number;
    rps?: number;
    for: number;
    prompt: string;
    maxTokens: number;
    temperature?: number;
  }>;

const LONGEST_S = 600;
const MOST_PER_S = 500;

export const benchCommand = (around: Surroundings): Command =>
  commandFor('bench', around)
    .argument('<endpoint>', 'its name or its id')
    .description(
      'put load on an endpoint for a while; shows replicas, decisions, latency and cost as they change',
    )
    .option('-c, --callers <count>', 'so many ask, each anew when it is answered', wholeUpTo(256), 8)
    .option('--rps <rate>', 'instead: so many calls a second, whoever still waits', numberOf)
    .option('--for <time>', 'how long, at most 10m', spanOf, 20)
    .option('--prompt <text>', 'what is asked', 'Why did it scale?')
    .option('--max-tokens <count>', 'how long an answer may be', wholeUpTo(100_000), 64)
    .option('--temperature <number>', 'how freely it chooses', numberOf)
    .action(async (endpoint: string, options: Options, command: Command) => {
      const { rps, temperature } = options;
      if (rps !== undefined && (rps <= 0 || rps > MOST_PER_S))
        throw new Failed([`--rps must be above 0 and at most ${MOST_PER_S}.`], { exit: EXIT.misused });
      const api = apiFor(options, around, command);
      const load: Load = {
        endpointId: await endpointIdOf(api, endpoint),
        messages: [{ role: 'user', content: options.prompt }],
        parameters: { max_tokens: options.maxTokens, ...(temperature !== undefined && { temperature }) },
        callers: options.callers,
        perSecond: rps,
        seconds: Math.min(options.for, LONGEST_S),
        mostWaiting: 256,
      };
      await ran({ api, around, options, load });
    });

type Run = Readonly<{ api: Api; around: Surroundings; options: Options; load: Load }>;

const ran = async (run: Run): Promise<void> => {
  const { api, around, options, load } = run;
  const since = new Date().toISOString();
  const startedAt = performance.now();
  const bench = benched(api, load);
  const over = new AbortController();
  const shown = followed(run, bench, { since, startedAt, over: over.signal });
  await bench.done;
  over.abort();
  await shown;
  const tally = tallyOf(bench.calls, (performance.now() - startedAt) / 1000);
  if (around.signal?.aborted) {
    around.err(`${tallyLines(tally, 0).join('\n')}\n`);
    throw new Interrupted();
  }
  const last = await meanwhile(api, load.endpointId, since);
  const value = {
    ...tally,
    skipped: bench.skipped(),
    decisions: last.decisions,
    replicas: last.endpoint?.replicas ?? null,
  };
  const text = (): string =>
    `${[...tallyLines(tally, bench.waiting()), ...meanwhileLines(last)].join('\n')}\n`;
  await print(around, options, { value, text });
  if (bench.skipped() > 0)
    say(around, options, `${bench.skipped()} calls were left out: ${load.mostWaiting} waited already.`);
  if (tally.calls > 0 && tally.failed === tally.calls)
    throw new Failed(['No call was answered: see above.'], { exit: EXIT.remoteFailed });
};

const HOME = '\u001b[H\u001b[J';
type At = Readonly<{ since: string; startedAt: number; over: AbortSignal }>;

/** The picture while it goes on: anew every second for people, a line now and then for a log. */
// eslint-disable-next-line complexity -- what is shown to people and what to a log
const followed = async (run: Run, bench: Bench, { since, startedAt, over }: At): Promise<void> => {
  const { api, around, options, load } = run;
  const isLive = around.isTty?.out === true && (options.output ?? 'table') === 'table';
  if (isLive) around.out('\u001b[2J');
  const ended = AbortSignal.any([over, ...(around.signal ? [around.signal] : [])]);
  for (;;) {
    await pause(isLive ? 1000 : 5000, ended);
    if (ended.aborted) break;
    const now = await meanwhile(api, load.endpointId, since).catch(() => null);
    if (!now) continue;
    const tally = tallyOf(bench.calls, (performance.now() - startedAt) / 1000);
    if (isLive)
      around.out(
        `${HOME}${[...tallyLines(tally, bench.waiting()), '', ...meanwhileLines(now)].join('\n')}\n`,
      );
    else say(around, options, progressLine(tally, bench.waiting(), now));
  }
  if (isLive && !around.signal?.aborted) around.out(HOME);
};

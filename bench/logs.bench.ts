// Lines of replicas: from the files they write to, through an agent’s shipping and the bus, into the tables of the log.
import { setTimeout as pause } from 'node:timers/promises';
import type { Benchmark, Figures, Progress } from './benchmark.ts';
import { measureLatency } from './logs/latency.ts';
import { measurePeers } from './logs/peers.ts';
import { type Place, type Stored, startPlace } from './logs/place.ts';

type Lengths = Readonly<{ latency: number; burst: number; peers: number }>;
const WHOLE: Lengths = { latency: 30, burst: 60, peers: 10 };
const QUICK: Lengths = { latency: 4, burst: 4, peers: 2 };
const BURST_PER_SECOND = 100_000;
/** Nothing has come for so long: what is not here is lost. */
const SILENCE_MS = 20_000;

/** Until all of it has come, or nothing comes any more. */
const settled = async (place: Place, lines: number): Promise<Stored> => {
  let last = await place.stored();
  for (let heardAt = performance.now(); performance.now() - heardAt < SILENCE_MS;) {
    if (last.lines + last.dropped >= lines) break;
    await pause(250);
    const now = await place.stored();
    if (now.lines !== last.lines) heardAt = performance.now();
    last = now;
  }
  return last;
};

/** More than can be stored at once is written for a while: how long it takes until all of it is there. */
const measureBurst = async (place: Place, seconds: number, progress: Progress): Promise<Figures> => {
  const [before, cpuBefore, startedAt] = [await place.stored(), await place.cpuSeconds(), performance.now()];
  const written = BURST_PER_SECOND * seconds;
  await place.write({ linesPerSecond: BURST_PER_SECOND, seconds });
  const writtenAt = performance.now();
  const after = await settled(place, before.lines + before.dropped + written);
  const [endedAt, cpuAfter] = [performance.now(), await place.cpuSeconds()];
  const lines = after.lines - before.lines;
  progress(
    `${String(written)} lines in ${((writtenAt - startedAt) / 1000).toFixed(1)} s, all there ${((endedAt - writtenAt) / 1000).toFixed(1)} s later`,
  );
  return {
    linesPerSecond: lines / ((endedAt - startedAt) / 1000),
    linesPerCpuSecond: lines / (cpuAfter - cpuBefore),
    burstLost: written - lines,
    burstLossesTold: after.dropped - before.dropped,
    burstStoredAfterSeconds: (endedAt - writtenAt) / 1000,
  };
};

const run = async (progress: Progress, args: readonly string[]): Promise<Figures> => {
  const lengths = args.includes('--quick') ? QUICK : WHOLE;
  const place = await startPlace();
  try {
    await place.write({ linesPerSecond: 1000, seconds: 1 });
    await settled(place, 1000);
    const latency = await measureLatency(place, lengths.latency);
    progress(`a line is followed after ${String(latency['lineToTailP99Ms'])} ms (p99)`);
    await settled(place, 1000 + 500 * lengths.latency);
    const burst = await measureBurst(place, lengths.burst, progress);
    const peers = await measurePeers(place.client, lengths.peers);
    const linesOverCopy = (burst['linesPerSecond'] ?? 0) / (peers['copyPerSecond'] ?? 1);
    return { ...burst, ...latency, ...peers, linesOverCopy };
  } finally {
    await place.stop();
  }
};

export const benchmark: Benchmark = {
  what: 'Lines of 200 bytes from a replica’s file, masked and shipped as an agent does, into the log; beside plain COPY and INSERT.',
  goals: {
    linesPerSecond: '>= 50000',
    burstLost: '0',
    lineToTailP99Ms: '<= 1000',
    lineToSearchP99Ms: '<= 3000',
  },
  options: '--quick',
  run,
};

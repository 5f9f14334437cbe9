// Simulation: how much of a world’s time passes in a second of one core. Nothing else lives through such plans, so there is no peer;
// beside them stand real time, which is 1 hour in 3600 seconds, and the same machines and endpoints with nobody who calls and nothing
// that befalls.
import { parseArgs } from 'node:util';
import type { Benchmark, Figures, Progress } from './benchmark.ts';
import { type Lived, type Wanted, live } from './simulation/lives.ts';

const HOUR_SECONDS = 3600;
const DAY_HOURS = 24;
const [LIVES, DAYS] = [240, 24];

const told = (name: string, { lives, virtualHours, events, wallSeconds, cpuSeconds }: Lived): string =>
  `${name}: ${String(lives)} lives of ${virtualHours.toFixed(0)} h in all and ${String(events)} events: ${wallSeconds.toFixed(1)} s, ${cpuSeconds.toFixed(1)} s of CPU`;

const run = async (progress: Progress, args: readonly string[]): Promise<Figures> => {
  const { values } = parseArgs({ args: [...args], options: { seed: { type: 'string', default: '1' } } });
  const seed = Number(values.seed);
  const lived = async (name: string, wanted: Omit<Wanted, 'seed'>): Promise<Lived> => {
    const done = await live({ ...wanted, seed });
    progress(told(name, done));
    return done;
  };
  const cold = await lived('hours, from a cold start', { lives: 60, before: 0, hours: 1 });
  const hours = await lived('hours', { lives: LIVES, before: 60, hours: 1 });
  const days = await lived('days', { lives: DAYS, before: 8, hours: DAY_HOURS });
  const calm = await lived('hours without load or trouble', {
    ...{ lives: LIVES, before: 60, hours: 1 },
    calm: true,
  });
  const perWall = ({ virtualHours, wallSeconds }: Lived): number => virtualHours / wallSeconds;
  const perCpu = ({ virtualHours, cpuSeconds }: Lived): number => virtualHours / cpuSeconds;
  return {
    virtualHoursPerSecond: perWall(hours),
    virtualHoursPerCpuSecond: perCpu(hours),
    'virtualHoursPerSecond.days': perWall(days),
    'virtualHoursPerCpuSecond.days': perCpu(days),
    'virtualHoursPerSecond.calm': perWall(calm),
    'virtualHoursPerCpuSecond.calm': perCpu(calm),
    'virtualHoursPerCpuSecond.cold': perCpu(cold),
    eventsPerCpuSecond: hours.events / hours.cpuSeconds,
    timesRealTime: perWall(hours) * HOUR_SECONDS,
  };
};

export const benchmark: Benchmark = {
  what: 'Lives of a simulated world with load and trouble: virtual hours in a second. Real time, and the same lives without either, stand beside them.',
  goals: {
    virtualHoursPerCpuSecond: '>= 100',
    'virtualHoursPerCpuSecond.days': '>= 100',
    timesRealTime: '1 is real time',
  },
  options: '--seed N: other lives',
  run,
};

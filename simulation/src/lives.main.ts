// Lives by plans of a seed, and says in JSON what that took: `simulation/README.md` says how to start it.
import fc from 'fast-check';
import { parseArgs } from 'node:util';
import type { Plan } from './plan.ts';
import { plans } from './plans.spec-helper.ts';
import { simulate } from './simulate.ts';

const HOUR = 3600;

const { values } = parseArgs({
  options: {
    lives: { type: 'string', default: '60' },
    seed: { type: 'string', default: '1' },
    hours: { type: 'string', default: '1' },
    /** So many lives come before those that are measured. */
    before: { type: 'string', default: '0' },
    /** Nobody calls, and nothing befalls. */
    calm: { type: 'boolean', default: false },
  },
});

const calm = (plan: Plan): Plan => ({
  ...plan,
  endpoints: plan.endpoints.map((endpoint) => ({ ...endpoint, load: [], crashes: 0 })),
  trouble: [],
});

const [lives, before] = [Number(values.lives), Number(values.before)];
const sample = fc.sample(plans(Number(values.hours) * HOUR), {
  numRuns: before + lives,
  seed: Number(values.seed),
});
const chosen = values.calm ? sample.map(calm) : sample;
for (const plan of chosen.slice(0, before)) await simulate(plan);

const beganMs = performance.now();
const cpuBefore = process.cpuUsage();
let [virtualSeconds, events] = [0, 0];
for (const plan of chosen.slice(before)) {
  const outcome = await simulate(plan);
  virtualSeconds += outcome.virtualSeconds;
  events += outcome.log.length;
}
const { user, system } = process.cpuUsage(cpuBefore);
const wallSeconds = (performance.now() - beganMs) / 1000;
const cpuSeconds = (user + system) / 1e6;
process.stdout.write(
  `${JSON.stringify({ lives, virtualHours: virtualSeconds / HOUR, events, wallSeconds, cpuSeconds })}\n`,
);

import type { Config } from '../profiles.ts';

/** What was looked at, how it is, and what to do. */
export type Finding = Readonly<{
  what: string;
  state: 'ok' | 'warning' | 'failed';
  said: string;
  remedy?: string;
}>;

const ok = (what: string, said: string): Finding => ({ what, state: 'ok', said });
const warning = (what: string, said: string, remedy: string): Finding => ({
  what,
  state: 'warning',
  said,
  remedy,
});
const failed = (what: string, said: string, remedy: string): Finding => ({
  what,
  state: 'failed',
  said,
  remedy,
});

const LEAST_NODE = 22;

export const nodeFinding = (version: string): Finding =>
  Number(version.split('.')[0]) >= LEAST_NODE
    ? ok('node', `Node.js ${version}`)
    : failed('node', `Node.js ${version} is too old.`, `Install Node.js ${LEAST_NODE} or later.`);

/** @param mode of the file, null where there is none */
export const profilesFinding = ({ profiles }: Config, file: string, mode: number | null): Finding => {
  if (mode === null) return ok('profiles', 'none kept');
  const count = Object.keys(profiles).length;
  return (mode & 0o077) === 0
    ? ok('profiles', `${count} in ${file}`)
    : failed('profiles', `${file} may be read by others.`, `chmod 600 ${file}`);
};

const MOST_SKEW_S = 30;

export const clockFinding = (date: string | null, now: number): Finding => {
  const skew = date === null ? Number.NaN : (now - Date.parse(date)) / 1000;
  if (Number.isNaN(skew)) return ok('clock', 'the platform does not say its time');
  const rounded = Math.round(Math.abs(skew));
  return rounded <= MOST_SKEW_S
    ? ok('clock', `within ${rounded} s of the platform’s`)
    : warning(
        'clock',
        `This machine and the platform differ by ${rounded} s.`,
        'Let both take their time from NTP.',
      );
};

export type Me = Readonly<{
  kind: string;
  actor: string;
  projectId: string | null;
  scopes: readonly string[];
  expiresAt: string | null;
}>;

const DAY_MS = 86_400_000;

export const tokenFinding = ({ actor, projectId, scopes, expiresAt }: Me, now: number): Finding => {
  if (expiresAt !== null && Date.parse(expiresAt) - now < DAY_MS)
    return warning('token', `It expires at ${expiresAt}.`, 'Make another in time: tidegate token create.');
  if (projectId === null)
    return warning(
      'token',
      `${actor}, of no project`,
      'Say which project with --project or TIDEGATE_PROJECT.',
    );
  return ok('token', `${actor}, of ${projectId}, may ${scopes.join(', ')}`);
};

export type Node = Readonly<{ id: string; hostname: string; state: string; simulated: boolean }>;

export const nodesFinding = (nodes: readonly Node[]): Finding => {
  const ready = nodes.filter(({ state }) => state === 'ready').length;
  const lost = nodes.filter(({ state }) => state === 'lost').map(({ hostname }) => hostname);
  if (ready === 0)
    return failed(
      'nodes',
      `None of ${nodes.length} is ready.`,
      'Start an agent, or uncordon one: tidegate node list.',
    );
  if (lost.length > 0)
    return warning(
      'nodes',
      `${ready} of ${nodes.length} are ready; lost: ${lost.join(', ')}.`,
      'Look at those machines.',
    );
  return ok('nodes', `${ready} of ${nodes.length} are ready`);
};

export type Endpoint = Readonly<{
  name: string;
  state: string;
  reason: Readonly<{ message: string; nextStep: string }>;
  conditions: readonly Readonly<{ condition: string; message: string; nextStep: string }>[];
}>;

const BAD = new Set(['degraded', 'pendingCapacity', 'metricStale', 'budgetLimited']);

/** One for each that is not well; one for all that are. */
export const endpointFindings = (endpoints: readonly Endpoint[]): Finding[] => {
  const ill = endpoints.flatMap(({ name, state, reason, conditions }): Finding[] => {
    if (state.endsWith('_failed') || state === 'runtime_error')
      return [failed(name, `${state}: ${reason.message}`, reason.nextStep)];
    return conditions
      .filter(({ condition }) => BAD.has(condition))
      .map(({ condition, message, nextStep }) => warning(name, `${condition}: ${message}`, nextStep));
  });
  const [first] = ill;
  return first ? ill : [ok('endpoints', `${endpoints.length}, none in trouble`)];
};

const SIGNS = { ok: 'ok', warning: 'warning', failed: 'FAILED' };

export const findingsText = (findings: readonly Finding[]): string => {
  const width = Math.max(...findings.map(({ what }) => what.length));
  return findings
    .flatMap(({ what, state, said, remedy }) => [
      `${SIGNS[state].padEnd(8)}  ${what.padEnd(width)}  ${said}`,
      ...(remedy ? [`${''.padEnd(8)}  ${''.padEnd(width)}  → ${remedy}`] : []),
    ])
    .map((line) => `${line}\n`)
    .join('');
};

import { expect } from '@jest/globals';
import { STOP_CAUSES, type EndpointEvent } from '@tidegate/contracts';
import { type Endpoint, type EndpointCommand, endpoint } from './endpoint.ts';
import { at, oom, owner, scaledTo, spec, template } from './life.spec-helper.ts';

/** What a command leads to; a refusal leads to nothing. Anything else that is thrown is a bug. */
export const outcome = (state: Endpoint, command: EndpointCommand): readonly EndpointEvent[] => {
  try {
    return endpoint.decide(state, command);
  } catch (error) {
    expect((error as Error).name).toBe('Refusal');
    return [];
  }
};

/** Numbers below a base, one after another, all from one: it stands for a whole command. */
const numbersFrom = (seed: number) => {
  let state = seed;
  return (base: number): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % base;
  };
};

const DOMAIN = 'chat.example.org';
const CAUSES = ['idle', 'load', 'stop', 'failed', 'wake'] as const;

/** Some command: most of them tell of replicas, as most of what an endpoint hears does. */
export const commandsOf = (state: Endpoint, choice: number): EndpointCommand => {
  if (state.status === 'absent') return { type: 'RequestEndpoint', ...owner, spec };
  const next = numbersFrom(choice);
  if (next(3) > 0) return observation(state, next);
  const by = next(2) === 0 ? 'owner' : 'operator';
  const fields = {
    description: 'abc'.slice(next(3)),
    model: `demo/model-${next(3)}`,
    customDomains: next(2) === 0 ? [] : [DOMAIN],
  };
  const all: EndpointCommand[] = [
    { type: 'StopEndpoint', ...owner, at },
    { type: 'StartEndpoint', ...owner },
    { type: 'RestartEndpoint', ...owner, at },
    { type: 'DisableEndpoint', ...owner, by, at },
    { type: 'EnableEndpoint', ...owner, by },
    {
      type: 'FinishBuild',
      ...owner,
      revision: state.revision - next(2),
      failure: next(3) ? null : state.reason,
    },
    ...([null, 10, 100] as const).map((canaryPercent): EndpointCommand => ({
      type: 'UpdateEndpoint',
      ...owner,
      spec: { ...spec, ...fields },
      cause: next(2) === 0 ? 'update' : 'rollback',
      canaryPercent,
      expectedRevision: next(5) === 0 ? 1 : null,
    })),
    { type: 'ShiftRollout', ...owner, percent: 1 + next(100) },
    { type: 'PromoteRollout', ...owner },
    { type: 'AbortRollout', ...owner, reason: null },
    { type: 'VerifyDomain', ...owner, domain: DOMAIN },
    { type: 'ReleaseDomain', ...owner, domain: DOMAIN },
    // Rarely: a life that ends at once shows little.
    { type: 'DeleteEndpoint', ...owner, confirm: next(6) === 0 ? spec.name : 'another', at },
  ];
  return all[next(all.length)] ?? { type: 'StartEndpoint', ...owner };
};

const observation = (
  state: Exclude<Endpoint, { status: 'absent' }>,
  next: (base: number) => number,
): EndpointCommand => {
  const known = [state.rollout?.from ?? state.template, state.template];
  // Often nothing is left: what waits for that must come to its end.
  const most = 1 + next(2);
  const counts = () =>
    template({
      waiting: next(most),
      starting: next(most),
      ready: next(most),
      draining: next(most),
      startsFailedInARow: next(7),
      recentCrashes: next(2) * 5,
    });
  const cause = STOP_CAUSES[next(STOP_CAUSES.length)] ?? 'exited';
  return {
    type: 'ObserveReplicas',
    ...owner,
    facts: {
      attempt: state.attempt - (next(8) === 0 ? 1 : 0),
      scale: next(6) === 0 ? null : scaledTo(next(3), CAUSES[next(CAUSES.length)] ?? 'load'),
      templates: Object.fromEntries(known.map((id) => [id, counts()])),
      delayed: next(3) === 0 ? { replicas: 1, message: 'no room' } : null,
      trafficVisible: next(3) > 0,
      ended: next(2) === 0 ? { ...oom, cause, template: known[next(2)] ?? 1 } : null,
    },
  };
};

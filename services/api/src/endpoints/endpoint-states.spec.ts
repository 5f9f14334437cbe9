import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import {
  ENDPOINT_STATES,
  type EndpointEvent,
  type EndpointState,
  type EventNamed,
} from '@tidegate/contracts';
import fc from 'fast-check';
import { type Endpoint, type EndpointCommand, endpoint } from './endpoint.ts';
import { TRANSITIONS, actionsIn } from './endpoint-states.ts';
import type { ReplicaFacts } from './replica-facts.ts';

describe('the drawing of the life cycle', () => {
  it('has exactly the arrows of the table', () => {
    const drawing = readFileSync(new URL('../../../../docs/states/endpoint.md', import.meta.url), 'utf8');
    const arrows = [...drawing.matchAll(/^ {2}(\w+) --> (\w+)$/gm)].map(
      ([, from, to]) => `${from ?? ''} → ${to ?? ''}`,
    );
    expect(arrows.toSorted()).toEqual(tableArrows.toSorted());
  });
});

describe('the table of transitions', () => {
  it('is what the decider does, no more and no less', () => {
    const done = ENDPOINT_STATES.flatMap((state) =>
      everReadyIn(state).flatMap((everReady) =>
        everyCommand.flatMap((command) => arrowsOf(outcome(at(state, everReady), command))),
      ),
    );
    // A request passes through its first state within one decision.
    const seen = new Set(['building → deploying', ...done]);
    expect([...seen].toSorted()).toEqual(tableArrows.toSorted());
  });

  it('offers the actions that lead somewhere', () => {
    expect(actionsIn('running')).toEqual(['stop', 'delete']);
    expect(actionsIn('stopping')).toEqual(['delete']);
    expect(actionsIn('stopped')).toEqual(['start', 'delete']);
    expect(actionsIn('runtime_error')).toEqual(['start', 'stop', 'delete']);
    expect(actionsIn('deleted')).toEqual([]);
  });
});

describe('any sequence of commands', () => {
  it('stays within the states, changes state only along arrows, and says why each time', () => {
    fc.assert(
      fc.property(fc.array(commands, { maxLength: 40 }), (sequence) => {
        for (const { state, event } of lived(sequence)) {
          if (event.type !== 'EndpointStateChanged') continue;
          const { from, to, reason } = event.data;
          expect(ENDPOINT_STATES).toContain(to);
          expect(state.status).toBe(to);
          expect(from && (TRANSITIONS[from] as readonly string[])).toContain(to);
          expect(reason.code && reason.message && reason.nextStep).not.toBe('');
        }
      }),
      { numRuns: 500 },
    );
  });

  it('leaves the same state when its events are replayed', () => {
    fc.assert(
      fc.property(fc.array(commands, { maxLength: 40 }), (sequence) => {
        const life = lived(sequence);
        const replayed = life.map(({ event }) => event).reduce<Endpoint>(endpoint.evolve, endpoint.initial);
        expect(replayed).toEqual(life.at(-1)?.state ?? endpoint.initial);
      }),
      { numRuns: 500 },
    );
  });

  it('has one effect when its owner repeats the last of them', () => {
    fc.assert(
      fc.property(fc.array(commands, { maxLength: 20 }), ofItsOwner, (sequence, last) => {
        const state = lived([...sequence, last]).at(-1)?.state ?? endpoint.initial;
        expect(outcome(state, last)).toEqual([]);
      }),
    );
  });
});

const owner = { endpointId: 'endpt-0123456789ab', projectId: 'proj-0123456789ab' };
const spec = { name: 'chat' } as EventNamed<'EndpointRequested'>['data']['spec'];
const reason = { code: 'c', message: 'm', nextStep: 'n' };
const tableArrows = Object.entries(TRANSITIONS).flatMap(([from, tos]) => tos.map((to) => `${from} → ${to}`));

const at = (status: EndpointState, everReady: boolean): Endpoint => ({
  ...owner,
  status,
  revision: 1,
  spec,
  reason,
  attempt: 1,
  everReady,
});

/** Whoever runs has been ready; whoever is deployed has not. */
const everReadyIn = (state: EndpointState): boolean[] =>
  state === 'running' ? [true] : state === 'deploying' ? [false] : [false, true];

const outcome = (state: Endpoint, command: EndpointCommand): readonly EndpointEvent[] => {
  try {
    return endpoint.decide(state, command);
  } catch (error) {
    expect((error as Error).name).toBe('Refusal');
    return [];
  }
};

const arrowsOf = (events: readonly EndpointEvent[]): string[] =>
  events.flatMap((event) =>
    event.type === 'EndpointStateChanged' ? [`${event.data.from ?? ''} → ${event.data.to}`] : [],
  );

const lived = (sequence: readonly EndpointCommand[]): { state: Endpoint; event: EndpointEvent }[] => {
  const life: { state: Endpoint; event: EndpointEvent }[] = [];
  let state: Endpoint = endpoint.initial;
  for (const command of sequence)
    for (const event of outcome(state, command)) {
      state = endpoint.evolve(state, event);
      life.push({ state, event });
    }
  return life;
};

const scales = [
  null,
  ...(['idle', 'stop', 'failed'] as const).map((cause) => ({ desired: 0, cause, text: 'why' })),
];
const wanted = { desired: 1, cause: 'load', text: 'why' } as const;
const failure = { cause: 'exited', exitCode: 1, lastLine: null, recentCrashes: 0 } as const;
const counts = fc.record({ waiting: fc.nat(1), starting: fc.nat(1), ready: fc.nat(1), draining: fc.nat(1) });
const facts: fc.Arbitrary<ReplicaFacts> = fc
  .record({
    attempt: fc.integer({ min: 1, max: 3 }),
    scale: fc.constantFrom(...scales, wanted),
    counts,
    failure: fc.option(fc.record({ startsFailedInARow: fc.nat(6), recentCrashes: fc.nat(6) })),
  })
  .map(({ counts: counted, failure: numbers, ...rest }) => ({
    ...rest,
    ...counted,
    failure: numbers && { ...failure, ...numbers },
  }));

const ofItsOwner = fc.constantFrom<EndpointCommand>(
  { type: 'StopEndpoint', ...owner },
  { type: 'StartEndpoint', ...owner },
  { type: 'DeleteEndpoint', ...owner, confirm: 'chat' },
);

const commands: fc.Arbitrary<EndpointCommand> = fc.oneof(
  { weight: 1, arbitrary: fc.constant<EndpointCommand>({ type: 'RequestEndpoint', ...owner, spec }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<EndpointCommand>(
      { type: 'StopEndpoint', ...owner },
      { type: 'StartEndpoint', ...owner },
    ),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('chat', 'other')
      .map((confirm): EndpointCommand => ({ type: 'DeleteEndpoint', ...owner, confirm })),
  },
  {
    weight: 8,
    arbitrary: facts.map((known): EndpointCommand => ({ type: 'ObserveReplicas', ...owner, facts: known })),
  },
);

const everyCommand: EndpointCommand[] = [
  { type: 'StopEndpoint', ...owner },
  { type: 'StartEndpoint', ...owner },
  { type: 'DeleteEndpoint', ...owner, confirm: 'chat' },
  ...[...scales, wanted].flatMap((scale) =>
    [0, 1].flatMap((starting) =>
      [0, 1].flatMap((ready) =>
        [0, 5].map((startsFailedInARow): EndpointCommand => ({
          type: 'ObserveReplicas',
          ...owner,
          facts: {
            attempt: 1,
            scale,
            waiting: 0,
            starting,
            ready,
            draining: 0,
            failure: { ...failure, startsFailedInARow },
          },
        })),
      ),
    ),
  ),
];

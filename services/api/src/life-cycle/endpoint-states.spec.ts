import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { ENDPOINT_STATES, type EndpointEvent, type EndpointState, endpointEvents } from '@tidegate/contracts';
import fc from 'fast-check';
import { type Endpoint, type EndpointCommand, type ExistingEndpoint, endpoint } from './endpoint.ts';
import { after } from './endpoint-fold.ts';
import { updating } from './endpoint-reasons.ts';
import { ACTIONS, type Action, TRANSITIONS, actionsIn, isActive } from './endpoint-states.ts';
import * as life from './life.spec-helper.ts';
import { at, observe, owner, scaledTo, spec } from './life.spec-helper.ts';
import { commandsOf, outcome } from './lives.spec-helper.ts';
import { templateOf } from './spec-changes.ts';

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
      standingsIn(state).flatMap((standing) =>
        everyCommand.flatMap((command) => arrowsOf(outcome(standing, command))),
      ),
    );
    expect([...new Set(done)].toSorted()).toEqual(tableArrows.toSorted());
  });
});

describe('the actions that are offered', () => {
  it('are those that are not refused', () => {
    for (const state of ENDPOINT_STATES)
      for (const standing of standingsIn(state)) {
        const offered = actionsIn(state, {
          rollout: standing.rollout,
          disabledBy: standing.disabled?.by ?? null,
        });
        for (const action of ACTIONS)
          expect([state, action, offered.includes(action)]).toEqual([state, action, does(standing, action)]);
      }
  });

  it('are few for what stops and none for what is gone', () => {
    expect(actionsIn('stopping')).toEqual(['update', 'rollback', 'disable', 'delete']);
    expect(actionsIn('deleted')).toEqual([]);
    expect(actionsIn('running')).not.toContain('abort');
    expect(actionsIn('running', { rollout: { percent: 10 } })).toEqual(
      expect.arrayContaining(['promote', 'abort']),
    );
    expect(actionsIn('disabled', { disabledBy: 'operator' })).not.toContain('enable');
  });
});

/** It is neither refused nor merely agreed to. */
const does = (standing: ExistingEndpoint, action: Action): boolean => {
  const command = commandFor(action, standing);
  try {
    return endpoint.decide(standing, command).length > 0;
  } catch {
    return false;
  }
};

const commandFor = (action: Action, standing: ExistingEndpoint): EndpointCommand => {
  const changed = { ...standing.spec, description: `${standing.spec.description}x` };
  const commands: Record<Action, EndpointCommand> = {
    start: { type: 'StartEndpoint', ...owner },
    stop: { type: 'StopEndpoint', ...owner, at },
    restart: { type: 'RestartEndpoint', ...owner, at },
    update: life.update(changed),
    rollback: life.update(changed, { cause: 'rollback' }),
    promote: { type: 'PromoteRollout', ...owner },
    abort: { type: 'AbortRollout', ...owner, reason: null },
    enable: { type: 'EnableEndpoint', ...owner, by: 'owner' },
    disable: { type: 'DisableEndpoint', ...owner, by: 'owner', at },
    delete: { type: 'DeleteEndpoint', ...owner, confirm: spec.name, at },
  };
  return commands[action];
};

const tableArrows = Object.entries(TRANSITIONS).flatMap(([from, tos]) => tos.map((to) => `${from} → ${to}`));

const at1: ExistingEndpoint = life.lifeAfter(life.requested);
/** Each way of standing in a state: whoever runs has been ready, whoever is deployed has not; a rollout may be open. */
const standingsIn = (status: EndpointState): ExistingEndpoint[] => {
  const everReady = status === 'running' ? [true] : status === 'deploying' ? [false] : [false, true];
  const rollouts = isActive(status)
    ? [null, { from: 1, to: 2, percent: 100 }, { from: 1, to: 2, percent: 9 }]
    : [null];
  const disabled =
    status === 'disabled'
      ? (['owner', 'operator'] as const).flatMap((by) =>
          [true, false].map((wasServing) => ({ by, wasServing })),
        )
      : [null];
  return everReady.flatMap((ready) =>
    rollouts.flatMap((rollout) =>
      disabled.map((off) => ({
        ...at1,
        status,
        everReady: ready,
        rollout,
        conditions: rollout ? { updating: updating(rollout, rollout.percent) } : {},
        disabled: off,
        revision: rollout ? 2 : 1,
        template: rollout ? 2 : 1,
        templates: { 1: templateOf(spec), 2: templateOf(spec) },
      })),
    ),
  );
};

const arrowsOf = (events: readonly EndpointEvent[]): string[] =>
  events.flatMap((event) =>
    event.type === 'EndpointStateChanged' ? [`${event.data.from ?? ''} → ${event.data.to}`] : [],
  );

const scales = [
  null,
  ...(['idle', 'stop', 'failed'] as const).map((cause) => scaledTo(0, cause)),
  scaledTo(1, 'load'),
];
const everyCommand: EndpointCommand[] = [
  ...ACTIONS.map((action) => commandFor(action, at1)),
  life.update(life.other),
  { type: 'EnableEndpoint', ...owner, by: 'operator' },
  ...[null, at1.reason].map((failure): EndpointCommand => ({
    type: 'FinishBuild',
    ...owner,
    revision: 1,
    failure,
  })),
  ...scales.flatMap((scale) =>
    [0, 1].flatMap((starting) =>
      [0, 1].flatMap((ready) =>
        [0, 5].map((startsFailedInARow) =>
          observe({ scale, of: { 1: { starting, ready, startsFailedInARow } }, endedOf: 1 }),
        ),
      ),
    ),
  ),
];

describe('any sequence of commands', () => {
  const lives = fc.array(fc.nat(), { minLength: 10, maxLength: 80, size: 'max' });
  const live = (choices: readonly number[]) => {
    const past: { state: ExistingEndpoint; event: EndpointEvent; before: Endpoint }[] = [];
    let state: Endpoint = endpoint.initial;
    for (const choice of choices)
      for (const event of outcome(state, commandsOf(state, choice))) {
        const before: Endpoint = state;
        state = endpoint.evolve(state, event);
        if (state.status !== 'absent') past.push({ state, event, before });
      }
    return { state, past };
  };
  const forAll = (law: (life: ReturnType<typeof live>) => void) => {
    fc.assert(
      fc.property(lives, (choices) => law(live(choices))),
      { numRuns: 100 },
    );
  };

  it('comes by every state and every event', () => {
    const seen = new Set<string>();
    for (const choices of fc.sample(lives, { numRuns: 200, seed: 11 }))
      for (const { state, event } of live(choices).past) seen.add(event.type).add(state.status);
    expect([...seen].toSorted()).toEqual([...ENDPOINT_STATES, ...Object.keys(endpointEvents)].toSorted());
  });

  it('changes state only along arrows, and says why each time', () =>
    forAll(({ past }) => {
      for (const { state, event } of past) {
        if (event.type !== 'EndpointStateChanged') continue;
        const { from, to, reason } = event.data;
        expect(state.status).toBe(to);
        expect(from === null ? ['building'] : (TRANSITIONS[from] as readonly string[])).toContain(to);
        expect(reason.code && reason.message && reason.nextStep).not.toBe('');
      }
    }));

  it('leaves the same state when its events are replayed, as JSON too', () =>
    forAll(({ state, past }) => {
      const stored = JSON.parse(JSON.stringify(past.map(({ event }) => event))) as EndpointEvent[];
      expect(stored.reduce<Endpoint>(endpoint.evolve, endpoint.initial)).toEqual(state);
    }));

  it('has the spec of its newest revision in force, and counts revisions one by one', () =>
    forAll(({ past }) => {
      let newest = 0;
      for (const { state, event } of past) {
        if (event.type === 'EndpointRequested' || event.type === 'EndpointUpdated') {
          expect(event.data.revision).toBe(++newest);
          expect(state.spec).toEqual(event.data.spec);
        }
        expect(state.revision).toBe(newest);
        expect(state.templates[String(state.template)]).toEqual(templateOf(state.spec));
      }
    }));

  it('has a rollout open only while it may serve, and a rollout that is open can be ended', () =>
    forAll(({ state, past }) => {
      for (const { state: then } of past)
        if (then.rollout) expect([then.status, isActive(then.status)]).toEqual([then.status, true]);
      if (state.status === 'absent' || !state.rollout) return;
      const { from, to } = state.rollout;
      const aborted = outcome(state, { type: 'AbortRollout', ...owner, reason: null });
      const then = after(state, aborted);
      expect(then).toMatchObject({ rollout: null, template: from });
      const facts = { attempt: state.attempt, scale: scaledTo(1, 'load'), of: { [to]: { ready: 1 } } };
      const promoted = [{ type: 'PromoteRollout', ...owner } as const, observe(facts)].reduce(
        (present, command) => after(present, outcome(present, command)),
        state,
      );
      expect(promoted).toMatchObject({ rollout: null, template: to });
    }));

  it('starts each rollout from what serves, and ends none that is not open', () =>
    forAll(({ past }) => {
      for (const { before, event } of past) {
        if (before.status === 'absent') continue;
        if (event.type === 'RolloutShifted' || event.type === 'RolloutFinished')
          expect(before.rollout).toMatchObject({ from: event.data.from, to: event.data.to });
        if (event.type === 'RolloutStarted' && before.rollout)
          expect(event.data.from).toBe(before.rollout.from);
      }
    }));

  it('has conditions only while it may serve, and never repeats one', () =>
    forAll(({ past }) => {
      for (const [n, { state, event, before }] of past.entries()) {
        if (event.type === 'EndpointDeleted') expect(state.conditions).toEqual({});
        if (event.type !== 'EndpointConditionChanged' || before.status === 'absent') continue;
        const { condition, active, reason } = event.data;
        expect(active ? reason : null).not.toEqual(before.conditions[condition] ?? null);
        // What a decision ends with: nothing stands beside what does not serve.
        const isLast = past[n + 1]?.event.type !== 'EndpointConditionChanged';
        if (isLast && !isActive(state.status)) expect(state.conditions).toEqual({});
      }
    }));

  it('has one effect when its owner repeats the last of them', () =>
    fc.assert(
      fc.property(
        lives,
        fc.constantFrom<Action>('start', 'stop', 'enable', 'disable', 'delete', 'promote'),
        (choices, action) => {
          const { state } = live(choices);
          if (state.status === 'absent') return;
          const command = commandFor(action, state);
          const then = after(state, outcome(state, command));
          if (outcome(state, command).length > 0) expect(outcome(then, command)).toEqual([]);
        },
      ),
    ));
});

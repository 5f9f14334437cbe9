import { type Event, Refusal } from '@tidegate/contracts';
import {
  type TestEndpoints,
  asked,
  delayed,
  drains,
  ended,
  projectId,
  ready,
  scaled,
  started,
} from './endpoints.spec-helper.ts';

type Step = (api: TestEndpoints, id: string) => Promise<unknown>;

/** Mulberry32: the same life for the same seed. */
const chance = (seed: number) => {
  let state = seed;
  return (below: number): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
};

/** What owners, operators and other services do to one endpoint, in any order. */
export const randomLife = (seed: number, steps: number): Step[] => {
  const next = chance(seed);
  const living: { id: string; template: number }[] = [];
  let made = 0;
  const at = () => new Date().toISOString();
  const one = () => living[next(Math.max(living.length, 1))];

  const commands: Step[] = [
    (api, id) => api.update(id, { description: `description ${next(5)}` }),
    (api, id) => api.update(id, { model: `demo/model-${next(5)}`, tags: { n: String(next(3)) } }),
    (api, id) => api.update(id, { environment: { N: String(next(9)) } }, 1 + next(100)),
    (api, id) => api.update(id, { secrets: { [`NAME_${next(2)}`]: `sec-00000000000${next(3)}` } }),
    (api, id) => api.command(id, { type: 'VerifyDomain', domain: 'chat.example.org' }),
    (api, id) => api.command(id, { type: 'ReleaseDomain', domain: 'chat.example.org' }),
    (api, id) => api.command(id, { type: 'PromoteRollout' }),
    (api, id) => api.command(id, { type: 'AbortRollout', reason: null }),
    (api, id) => api.command(id, { type: 'RestartEndpoint', at: at() }),
    (api, id) => api.command(id, { type: 'StopEndpoint', at: at() }),
    (api, id) => api.command(id, { type: 'StartEndpoint' }),
    (api, id) => api.command(id, { type: 'DisableEndpoint', by: next(2) ? 'owner' : 'operator', at: at() }),
    (api, id) => api.command(id, { type: 'EnableEndpoint', by: 'operator' }),
  ];
  const appear: Step = async (api, id) => {
    const { template } = await api.stateOf(id);
    const replica = { id: `repl-00000000f${(++made).toString(16).padStart(3, '0')}`, template };
    living.push(replica);
    await api.append(replica.id, asked(id, replica.id, template), started(id, replica.id, template));
  };
  const happens =
    (event: (id: string, replica: string, template: number) => Event): Step =>
    async (api, id) => {
      const replica = one();
      if (replica) await api.append(replica.id, event(id, replica.id, replica.template));
    };
  const vanish: Step = async (api, id) => {
    const replica = one();
    if (!replica) return;
    living.splice(living.indexOf(replica), 1);
    await api.append(replica.id, ended(id, replica.id, next(2) ? 'exited' : 'replaced', replica.template));
  };
  const events: Step[] = [
    appear,
    appear,
    happens(ready),
    happens(ready),
    happens(drains),
    happens(delayed),
    vanish,
    (api, id) => api.append(`scale-${id}`, scaled(id, next(3), next(2) ? 'load' : 'idle')),
    (api, id) => api.append(`scale-${id}`, scaled(id, 1 + next(3), 'load')),
    (api, id) =>
      api.append(`traffic-${id}`, {
        type: 'TrafficVisibilityChanged',
        data: { endpointId: id, projectId, visible: next(2) === 0 },
      }),
  ];
  const back: Step[] = [
    (api, id) => api.command(id, { type: 'EnableEndpoint', by: 'operator' }),
    (api, id) => api.command(id, { type: 'StartEndpoint' }),
  ];
  // More leads back than leads away: a life that is switched off shows little.
  const all = [...commands, ...back, ...back, ...events, ...events];
  return Array.from(
    { length: steps },
    () => (api: TestEndpoints, id: string) => unlessRefused((all[next(all.length)] ?? appear)(api, id)),
  );
};

/** What cannot be done now is no step of a life. */
const unlessRefused = async (step: Promise<unknown>): Promise<void> => {
  try {
    await step;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
};

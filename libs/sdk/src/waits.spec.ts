import { afterEach, describe, expect, it } from '@jest/globals';
import { clientOf } from './client.ts';
import { type FakePlatform, eventText, fakePlatform, streamed } from './platform.spec-helper.ts';
import { type WaitWish, waitFor } from './waits.ts';

let platform: FakePlatform | undefined;
afterEach(async () => {
  await platform?.close();
  platform = undefined;
});
const endpoint = (state: string) => ({ id: 'endpt-1', state, reason: { message: `because ${state}` } });
/** Its states one after the other, the first as a snapshot. */
const waiting = async (wish: WaitWish, [first = '', ...others]: string[]) => {
  const events = others.map((state, nth) =>
    eventText('change', { position: nth, type: 'EndpointStateChanged', endpoint: endpoint(state) }, nth + 2),
  );
  const snapshot = eventText('snapshot', { position: 1, endpoints: [endpoint(first)], nextCursor: null }, 1);
  platform = await fakePlatform(() => streamed([snapshot, ...events]));
  return waitFor(clientOf({ url: platform.url }), 'endpt-1', wish);
};

describe('who waits for an endpoint', () => {
  it('is told each step, and goes on when it is there', async () => {
    const steps: string[] = [];
    const onProgress = ({ state }: { state: string }): number => steps.push(state);
    const there = await waiting({ until: 'running', onProgress }, [
      'deploying',
      'starting',
      'running',
      'stopping',
    ]);
    expect(there.state).toBe('running');
    expect(steps).toEqual(['deploying', 'starting', 'running']);
  });

  it('does not wait for what is already so', async () =>
    expect((await waiting({ until: ['sleeping', 'running'] }, ['sleeping'])).state).toBe('sleeping'));

  it('may wait for anything', async () =>
    expect(
      (await waiting({ until: ({ state }) => state.startsWith('s') }, ['running', 'stopping'])).state,
    ).toBe('stopping'));

  it('does not wait when it has failed', async () =>
    expect(waiting({ until: 'running' }, ['deploying', 'deploy_failed'])).rejects.toMatchObject({
      name: 'WaitFailedError',
      message: 'The endpoint is deploy_failed: because deploy_failed',
      endpoint: { id: 'endpt-1' },
    }));

  it('may wait for a failure', async () =>
    expect((await waiting({ until: 'runtime_error' }, ['running', 'runtime_error'])).state).toBe(
      'runtime_error',
    ));

  it('gives up when the time is up', async () =>
    expect(waiting({ until: 'running', timeoutMs: 1500 }, ['deploying'])).rejects.toMatchObject({
      name: 'WaitTimeoutError',
      message: 'The endpoint is deploying after 1.5 s',
    }));

  it('can be stopped', async () =>
    expect(
      waiting({ until: 'running', signal: AbortSignal.timeout(50) }, ['deploying']),
    ).rejects.toMatchObject({
      name: 'TimeoutError',
    }));
});

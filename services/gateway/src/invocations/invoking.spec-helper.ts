import { expect } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Owned, asynchronous, endpointRequested, replicaReady, token } from '../events.spec-helper.ts';
import { testPlatform } from '../platform.spec-helper.ts';
import { type Handler, upstream } from '../upstream.spec-helper.ts';

export type View = Record<string, unknown> & { id: string; state: string; nextPageToken: string | null };
export type Accepted = { request_id: string; response_location: string; status_url: string };
type Init = { body?: string; headers?: Record<string, string> };

const mine = token();
export const AUTH = { authorization: `Bearer ${mine.text}` };
const LATER = { ...AUTH, prefer: 'respond-async', 'content-type': 'application/json' };

/** The gateway with a replica, and what an owner does with asynchronous requests there. */
export const testInvoking = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tidegate-results-'));
  const [platform, replica] = await Promise.all([
    testPlatform({ resultsFolder: folder, resultBytes: 10_000 }),
    upstream(),
  ]);
  await platform.append(mine.issued);

  const known = ({ endpointId }: Owned, replicas: number) =>
    platform.eventually(() => {
      expect(platform.tables.routing.endpoint(endpointId)?.ready).toHaveLength(replicas);
    });

  /** An endpoint with the route `/work`, and a replica for it unless it sleeps. */
  const endpoint = async ({
    asleep = false,
    ...more
  }: Partial<ReturnType<typeof asynchronous>> & { asleep?: boolean } = {}) => {
    const requested = endpointRequested({ name: 'later', async: { ...asynchronous('/work'), ...more } });
    const ready = replicaReady(requested.data, { port: replica.port });
    await platform.append(requested, ...(asleep ? [] : [ready]));
    await known(requested.data, asleep ? 0 : 1);
    return requested.data;
  };

  const wake = async (owned: Owned) => {
    await platform.append(replicaReady(owned, { port: replica.port }));
    await known(owned, 1);
  };

  const post = (path: string, init: Init = {}) =>
    fetch(`${platform.url}${path}`, {
      method: 'POST',
      headers: { ...LATER, ...init.headers },
      body: init.body ?? '{}',
    });

  const invoke = async ({ endpointId }: Owned, init: Init = {}): Promise<Accepted> => {
    const answer = await post(`/api/d/${endpointId}/work`, init);
    expect(answer.status).toBe(202);
    return (await answer.json()) as Accepted;
  };

  const get = async (path: string): Promise<View> => {
    const answer = await fetch(`${platform.url}${path}`, { headers: AUTH });
    expect(answer.status).toBe(200);
    return (await answer.json()) as View;
  };

  const until = (path: string, state: string): Promise<View> =>
    platform.eventually(async () => {
      const view = await get(path);
      expect(view.state).toBe(state);
      return view;
    });

  const answering = (handler: Handler) => {
    replica.state.handler = handler;
    replica.received.length = 0;
  };

  const close = async () => {
    await platform.close();
    await replica.close();
    await rm(folder, { recursive: true });
  };

  return { platform, replica, folder, endpoint, wake, post, invoke, get, until, answering, close };
};

export type Invoking = Awaited<ReturnType<typeof testInvoking>>;

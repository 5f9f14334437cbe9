import { setTimeout as pause } from 'node:timers/promises';
import type { Answer, Platform } from './platform.ts';

export type Condition = Readonly<{ condition: string; code: string; message: string }>;

/** As much of an endpoint as scenarios look at. */
export type Endpoint = Readonly<{
  id: string;
  name: string;
  state: string;
  reason: Readonly<{ code: string; message: string; nextStep: string }>;
  conditions: readonly Condition[];
  revision: number;
  templateRevision: number;
  rollout: Readonly<{ from: number; to: number; percent: number }> | null;
  replicas: Readonly<{ desired: number; ready: number }>;
}>;

export type Replica = Readonly<{ id: string; revision: number; state: string; reason: string }>;

export type Update = Readonly<{
  ifMatch?: string;
  /** So many of 100 requests go to the new template. */
  canary?: number;
  /** Answered when nothing more comes of itself, or after so many seconds. */
  waitSeconds?: number;
  validateOnly?: boolean;
  token?: string;
}>;

/** A merge patch. The caller judges the answer. */
export const patch = (
  platform: Platform,
  endpointId: string,
  change: Readonly<Record<string, unknown>>,
  { ifMatch, canary, waitSeconds, validateOnly, token }: Update = {},
): Promise<Answer<Endpoint & { code?: string; effect?: unknown }>> => {
  const search = new URLSearchParams({
    ...(canary !== undefined && { canary: String(canary) }),
    ...(waitSeconds !== undefined && { wait: `${String(waitSeconds)}s` }),
    ...(validateOnly && { validateOnly: 'true' }),
  }).toString();
  return platform.send('PATCH', `/v1/endpoints/${endpointId}${search && `?${search}`}`, {
    body: change,
    headers: {
      'content-type': 'application/merge-patch+json',
      ...(ifMatch !== undefined && { 'if-match': ifMatch }),
    },
    ...(token !== undefined && { token }),
  });
};

/** A change that must be accepted. */
export const update = async (
  platform: Platform,
  endpointId: string,
  change: Readonly<Record<string, unknown>>,
  how: Update = {},
): Promise<Endpoint> => {
  const { status, body } = await patch(platform, endpointId, change, how);
  if (status !== 200) throw new Error(`update: ${String(status)} ${JSON.stringify(body)}`);
  return body;
};

/** One of the actions on an endpoint, e.g. `stop`, `rollout/promote`; it must be accepted. */
export const act = async (
  platform: Platform,
  endpointId: string,
  action: string,
  { body, token }: { body?: unknown; token?: string } = {},
): Promise<Endpoint> => {
  const answer = await platform.send<Endpoint>('POST', `/v1/endpoints/${endpointId}/${action}`, {
    body: body ?? {},
    ...(token !== undefined && { token }),
  });
  if (answer.status >= 300)
    throw new Error(`${action}: ${String(answer.status)} ${JSON.stringify(answer.body)}`);
  return answer.body;
};

export const endpoint = (platform: Platform, endpointId: string): Promise<Endpoint> =>
  platform.get<Endpoint>(`/v1/endpoints/${endpointId}`);

/** Those that exist now. */
export const replicas = (platform: Platform, endpointId: string): Promise<Replica[]> =>
  platform.all<Replica>(`/v1/endpoints/${endpointId}/replicas`);

/** Resolves with the endpoint as soon as it is as wanted; fails with what it is instead. */
export const until = async (
  platform: Platform,
  endpointId: string,
  isWanted: (endpoint: Endpoint) => boolean,
  withinMs = 60_000,
): Promise<Endpoint> => {
  const end = performance.now() + withinMs;
  for (;;) {
    const seen = await endpoint(platform, endpointId);
    if (isWanted(seen)) return seen;
    if (performance.now() > end)
      throw new Error(
        `${seen.name} is ${JSON.stringify({ ...seen, rollout: seen.rollout, reason: seen.reason })}`,
      );
    await pause(100);
  }
};

/** It serves one template alone, with all the replicas that it shall have. */
export const isSettled = ({ state, rollout, replicas: count }: Endpoint): boolean =>
  state === 'running' && rollout === null && count.ready === count.desired;

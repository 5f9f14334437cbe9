import { randomUUID } from 'node:crypto';
import { causeOf } from '@tidegate/eventing';
import { EventStore } from '@tidegate/eventing/nest';
import type { Event, LogLineView, Recorded } from '@tidegate/contracts';
import { testService } from '@tidegate/testing';
import { ApiModule } from './api.module.ts';
import { prepareEdge } from './edge/edge.gateway.ts';
import type { ApiSettings } from './http/settings.ts';

export const operator = 'operator-token-of-the-tests-0123456789';
export const secretKey = 'a key of at least thirty-two characters';

/** What tests look at in answers. A field that an answer has not is undefined, and the test then fails on its value. */
export type Body = Readonly<{
  id: string;
  code: string;
  name: string;
  state: string;
  projectId: string;
  token: string | null;
  requestId: string;
  remedy: string;
  revokedAt: string | null;
  lastUsedAt: string | null;
  limits: unknown;
  scopes: readonly string[];
  role: string | null;
  replicas: unknown;
  actions: readonly string[];
  reason: Readonly<{ code: string; message: string }>;
  errors: readonly Readonly<{ pointer: string; message: string }>[];
  items: readonly Body[];
  nextCursor: string | null;
  type: string;
  correlationId: string;
  cursor: string;
  lines: readonly LogLineView[];
  openapi: string;
  paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  components: Readonly<{
    responses: Readonly<{ Refused: Readonly<{ content: unknown }> }>;
    schemas: Readonly<Record<string, Readonly<{ required: readonly string[] }>>>;
  }>;
  engineArguments: readonly unknown[];
}>;
export type Operation = Readonly<{
  operationId: string;
  responses: Readonly<{ default: unknown }>;
  security: unknown;
}>;
export type Answer = Readonly<{ status: number; headers: Headers; body: Body; text: string }>;
export type Asked = Readonly<{
  token?: string | null;
  body?: unknown;
  raw?: string;
  headers?: Record<string, string>;
}>;

/** The api on real servers, and a way to call it. */
export const testApi = async (
  settings: Partial<ApiSettings> = {},
  /** Another one's servers, to run two on the same log. */
  beside?: Parameters<typeof testService>[0]['beside'],
) => {
  const app = await testService({
    service: 'api',
    ...(beside && { beside }),
    module: ApiModule.with(() => ({
      operatorToken: operator,
      secretKey,
      maxReplicas: 5,
      endpointQuota: 200,
      gpuQuota: 64,
      sealKeys: [],
      dnsServers: [],
      logFollowers: 50,
      logFollowersPerProject: 100,
      watches: 50,
      watchesPerProject: 40,
      watchMemory: 1000,
      // Refuses at once: no test asks a real hub.
      hub: { url: 'http://127.0.0.1:1', token: null },
      consoleFolder: '/nowhere',
      grpcPort: null,
      ...settings,
    })),
    prepare: prepareEdge,
  });

  const call = async (
    method: string,
    path: string,
    { token, body, raw, headers }: Asked = {},
  ): Promise<Answer> => {
    const sent = raw ?? (body === undefined ? undefined : JSON.stringify(body));
    const response = await fetch(app.url + path, {
      method,
      headers: {
        ...(token && { authorization: `Bearer ${token}` }),
        ...(sent !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(sent !== undefined && { body: sent }),
    });
    const text = await response.text();
    const isJson = /[/+]json/.test(response.headers.get('content-type') ?? '');
    return {
      status: response.status,
      headers: response.headers,
      body: (isJson ? JSON.parse(text) : {}) as Body,
      text,
    };
  };

  const made = async (path: string, body: object): Promise<Answer['body']> => {
    const answer = await call('POST', path, { token: operator, body });
    if (answer.status !== 201) throw new Error(`${path} answered ${String(answer.status)}: ${answer.text}`);
    return answer.body;
  };

  const newProject = async (
    name = `p-${randomUUID().slice(0, 8)}a`,
  ): Promise<{ id: string; token: string }> => {
    const project = await made('/v1/projects', { name });
    const issued = await made(`/v1/projects/${project.id}/tokens`, {
      name: 'all',
      role: 'owner',
    });
    return { id: project.id, token: issued.token ?? '' };
  };

  /** What another service would have written. */
  const append = (streamId: string, ...events: Event[]) =>
    app
      .get(EventStore)
      .append(streamId, 'any', events, causeOf({ commandId: randomUUID(), actor: 'service:test' }));

  const eventsOf = async (streamId: string): Promise<Recorded<Event<string, Record<string, unknown>>>[]> =>
    (await app.get(EventStore).read<Event<string, Record<string, unknown>>>(streamId)).events;

  return { app, call, newProject, append, eventsOf, eventually: app.eventually, close: () => app.close() };
};
export type TestApi = Awaited<ReturnType<typeof testApi>>;

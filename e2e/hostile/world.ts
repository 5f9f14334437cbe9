import { randomBytes } from 'node:crypto';
import { type Platform, eventually } from '../platform.ts';
import { CANARY } from './odd-values.ts';

/** What the parameters of paths may name. */
export type Things = Readonly<
  Record<
    | 'projectId'
    | 'tokenId'
    | 'endpointId'
    | 'securityGroupId'
    | 'revision'
    | 'domain'
    | 'owner'
    | 'name'
    | 'id',
    string
  >
>;
export type Who = 'owner' | 'operator' | 'viewer' | 'foreign' | 'nobody';

export const DOUBLE = {
  model: 'demo/double',
  framework: 'engine-double',
  hardware: 'cpu-1x',
  scaling: { minReplicas: 0, maxReplicas: 1 },
} as const;

type Tenant = Readonly<{ projectId: string; owner: string; kept: Things; doomed: Things }>;
const ENDPOINTS_AT_ONCE = 12;

/** A project that is attacked, what is lost when an attack succeeds, and a project that nobody else may see. */
export class World {
  readonly platform: Platform;
  readonly attacked: Tenant;
  readonly foreign: Tenant;
  readonly tokens: Readonly<Record<Who, string | null>>;
  #tidying: Promise<void> | undefined;

  private constructor(
    platform: Platform,
    tenants: { attacked: Tenant; foreign: Tenant },
    tokens: World['tokens'],
  ) {
    this.platform = platform;
    this.attacked = tenants.attacked;
    this.foreign = tenants.foreign;
    this.tokens = tokens;
  }

  static async on(platform: Platform): Promise<World> {
    const operator = await platform.secret('operator-token');
    const attacked = await tenant(platform, operator, 'attacked');
    const foreign = await tenant(platform, operator, 'foreign');
    const viewer = await made<{ token: string }>(
      { platform, token: attacked.owner },
      `/v1/projects/${attacked.projectId}/tokens`,
      { name: 'viewer', role: 'viewer' },
    );
    const tokens = {
      owner: attacked.owner,
      operator,
      viewer: viewer.token,
      foreign: foreign.owner,
      nobody: null,
    };
    return new World(platform, { attacked, foreign }, tokens);
  }

  /** Things that are nowhere, in the form of those that are. */
  static unknown(): Things {
    const id = randomBytes(6).toString('hex');
    const number = String(Number.parseInt(id, 16));
    return {
      projectId: `proj-${id}`,
      tokenId: `tok-${id}`,
      endpointId: `endpt-${id}`,
      securityGroupId: `sgrp-${id}`,
      revision: '1',
      domain: `d${id}.example.com`,
      owner: 'demo',
      name: 'double',
      id: number,
    };
  }

  /** What an attack made is deleted again, so that the next one is not refused for want of room. */
  tidy(): Promise<void> {
    this.#tidying ??= this.#tidied().finally(() => (this.#tidying = undefined));
    return this.#tidying;
  }

  /** The endpoints that attacks have made: all but those that were there. */
  async made(): Promise<Left[]> {
    const left = await Promise.all(
      [this.attacked, this.foreign].map(async ({ owner, kept, doomed }) => {
        const path = '/v1/endpoints?limit=200';
        const { body } = await this.platform.ask<{ items: Left[] }>('GET', path, undefined, owner);
        const there = [kept.endpointId, doomed.endpointId];
        return body.items
          .filter(({ id, state }) => state !== 'deleted' && !there.includes(id))
          .map(({ id, name, state }) => ({ id, name, state, owner }));
      }),
    );
    return left.flat();
  }

  async #tidied(): Promise<void> {
    for (const { id, name, owner } of await this.made())
      await this.platform.ask('DELETE', `/v1/endpoints/${id}`, { confirm: name }, owner);
  }
}

type Left = Readonly<{ id: string; name: string; state: string; owner: string }>;
type Call = Readonly<{ platform: Platform; token: string }>;
const made = async <Body>(
  { platform, token }: Call,
  path: string,
  body: unknown,
  method = 'POST',
): Promise<Body> => {
  const answer = await platform.ask<Body>(method, path, body, token);
  if (answer.status >= 300)
    throw new Error(`${path}: ${String(answer.status)} ${JSON.stringify(answer.body)}`);
  return answer.body;
};

const tenant = async (platform: Platform, operator: string, name: string): Promise<Tenant> => {
  const asOperator = { platform, token: operator };
  const { id: projectId } = await made<{ id: string }>(asOperator, '/v1/projects', { name });
  const quotas = { endpoints: ENDPOINTS_AT_ONCE, replicasPerEndpoint: 2, gpus: 0 };
  await made(asOperator, `/v1/projects/${projectId}/quotas`, quotas, 'PUT');
  const { token: owner } = await made<{ token: string }>(asOperator, `/v1/projects/${projectId}/tokens`, {
    name: 'owner',
    role: 'owner',
  });
  const asOwner = { platform, token: owner };
  const spare = await made<{ id: string }>(asOperator, '/v1/projects', { name: `${name}-spare` });
  const things = async (kind: string, of: string): Promise<Things> => {
    const domain = `${kind}.${name}.example.com`;
    const { id: endpointId } = await made<{ id: string }>(asOwner, '/v1/endpoints', {
      ...DOUBLE,
      name: kind,
      customDomains: [domain],
      secrets: { A_SECRET: CANARY },
    });
    const { id: securityGroupId } = await made<{ id: string }>(asOwner, '/v1/security-groups', {
      name: kind,
      rules: [{ cidr: '0.0.0.0/0' }],
    });
    const { id: tokenId } = await made<{ id: string }>(asOwner, `/v1/projects/${projectId}/tokens`, {
      name: kind,
      role: 'viewer',
    });
    const id = String(Number.parseInt(endpointId.slice('endpt-'.length), 16));
    return {
      projectId: of,
      tokenId,
      endpointId,
      securityGroupId,
      revision: '1',
      domain,
      owner: 'demo',
      name: 'double',
      id,
    };
  };
  const [kept, doomed] = [await things('kept', projectId), await things('doomed', spare.id)];
  await eventually(async () => {
    const seen = await platform.ask<{ state: string }>(
      'GET',
      `/v1/endpoints/${kept.endpointId}`,
      undefined,
      owner,
    );
    if (seen.body.state === 'building') throw new Error('still building');
  });
  return { projectId, owner, kept, doomed };
};

import { describe, expect, it } from '@jest/globals';
import type { Refusal } from '@tidegate/contracts';
import { OTHER_PROJECT, deleted, endpointRequested, token } from '../events.spec-helper.ts';
import {
  type Asking,
  type Credentials,
  endpointById,
  endpointByModel,
  endpointsOf,
  mustBeOpen,
  ownedById,
} from './access.ts';
import { RoutingTable } from './routing-table.ts';
import { TokenGuard } from './token.guard.ts';

const [mine, reader, stranger] = [token(), token(['read', 'write']), token(['invoke'], OTHER_PROJECT)];
const guard = new TokenGuard();
for (const { issued } of [mine, reader, stranger]) guard.apply(issued);
const as = ({ text }: { text: string }): Credentials => guard.check(`Bearer ${text}`, Date.now());
const outside = (credentials: Credentials): Asking => ({ credentials, isInternal: false });
const inside = (credentials: Credentials): Asking => ({ credentials, isInternal: true });

const table = new RoutingTable();
const [hidden, open, goneHidden, goneOpen, inner, innerOpen, goneInner] = [
  endpointRequested({ name: 'hidden' }),
  endpointRequested({ name: 'open', visibility: 'public' }),
  endpointRequested({ name: 'gone' }),
  endpointRequested({ name: 'gone-open', visibility: 'public' }),
  endpointRequested({ name: 'inner', internalOnly: true }),
  endpointRequested({ name: 'inner-open', internalOnly: true, visibility: 'public' }),
  endpointRequested({ name: 'gone-inner', internalOnly: true, visibility: 'public' }),
];
for (const event of [hidden, open, goneHidden, goneOpen, inner, innerOpen, goneInner]) table.apply(event, 0);
for (const { data } of [goneHidden, goneOpen, goneInner]) table.apply(deleted(data, data.spec.name), 0);
const warm = endpointRequested({ name: 'warm', framework: 'vllm', sleepMode: 'warm' });
const cold = endpointRequested({ name: 'cold', framework: 'vllm' });
const NEVER = 'endpt-0000000000ff';

/** The endpoint's name, or the code and words of the refusal with the id taken out. */
const outcome = (ask: () => { name: string }, id = ''): string => {
  try {
    return ask().name;
  } catch (error) {
    const { code, message } = error as Refusal;
    return `${code}: ${message.replaceAll(id, '<id>')}`;
  }
};
const byId = (id: string, credentials: Credentials, asking = outside) =>
  outcome(() => endpointById(table, id, asking(credentials)), id);
const byModel = (model: string, credentials: Credentials, asking = outside) =>
  outcome(() => endpointByModel(table, model, asking(credentials)), model);

describe('a private endpoint', () => {
  const id = hidden.data.endpointId;

  it('is open to its own project, by id and by name', () => {
    expect(byId(id, as(mine))).toBe('hidden');
    expect(byModel(id, as(mine))).toBe('hidden');
    expect(byModel('hidden', as(mine))).toBe('hidden');
  });

  it.each<[string, Credentials]>([
    ['no token', 'missing'],
    ['a wrong token', 'invalid'],
    ['a token without the scope', as(reader)],
    ['another project’s token', as(stranger)],
  ])('answers %s exactly as an unknown one does', (_who, credentials) => {
    expect(byId(id, credentials)).toBe(byId(NEVER, credentials));
    expect(byModel(id, credentials)).toBe(byModel(NEVER, credentials));
    expect(byModel('hidden', credentials)).toBe(byModel('never', credentials));
    expect(outcome(() => ownedById(table, id, outside(credentials)), id)).toBe(
      outcome(() => ownedById(table, NEVER, outside(credentials)), NEVER),
    );
  });

  it('stays invisible to others after its deletion, and answers its project that it is gone', () => {
    const gone = goneHidden.data.endpointId;
    expect(byId(gone, as(stranger))).toBe(byId(NEVER, as(stranger)));
    expect(byId(gone, 'missing')).toBe(byId(NEVER, 'missing'));
    expect(byId(gone, as(mine))).toContain('endpoint.deleted');
    expect(byModel(gone, as(mine))).toContain('endpoint.deleted');
  });
});

describe('a public endpoint', () => {
  it.each<[string, Credentials]>([
    ['nobody', 'missing'],
    ['a wrong token', 'invalid'],
    ['a stranger', as(stranger)],
  ])('is open to %s by its id', (_who, credentials) => {
    expect(byId(open.data.endpointId, credentials)).toBe('open');
    expect(byModel(open.data.endpointId, credentials)).toBe('open');
  });

  it('is found by name only in its own project', () => {
    expect(byModel('open', as(mine))).toBe('open');
    expect(byModel('open', as(stranger))).toContain('endpoint.not_found');
    expect(byModel('open', 'missing')).toContain('token.missing');
  });

  it('keeps its invocations to its project', () => {
    const owned = (credentials: Credentials) =>
      outcome(() => ownedById(table, open.data.endpointId, outside(credentials)));
    expect(owned(as(mine))).toBe('open');
    expect(owned('missing')).toContain('token.missing');
    expect(owned(as(stranger))).toContain('endpoint.not_found');
  });

  it('tells everybody when it was deleted', () => {
    expect(byId(goneOpen.data.endpointId, 'missing')).toContain('endpoint.deleted');
  });
});

describe('an endpoint of the internal listener', () => {
  const ids = [inner, innerOpen, goneInner].map(({ data }) => data.endpointId);

  it.each<[string, Credentials]>([
    ['its own project', as(mine)],
    ['no token', 'missing'],
    ['a wrong token', 'invalid'],
    ['another project’s token', as(stranger)],
  ])('answers %s outside exactly as an unknown one does', (_who, credentials) => {
    for (const id of ids) {
      expect(byId(id, credentials)).toBe(byId(NEVER, credentials));
      expect(byModel(id, credentials)).toBe(byModel(NEVER, credentials));
      expect(outcome(() => ownedById(table, id, outside(credentials)), id)).toBe(
        outcome(() => ownedById(table, NEVER, outside(credentials)), NEVER),
      );
    }
    expect(byModel('inner', credentials)).toBe(byModel('never', credentials));
  });

  it('is open inside as any other one', () => {
    expect(byId(inner.data.endpointId, as(mine), inside)).toBe('inner');
    expect(byModel('inner', as(mine), inside)).toBe('inner');
    expect(byId(innerOpen.data.endpointId, 'missing', inside)).toBe('inner-open');
    expect(byId(goneInner.data.endpointId, 'missing', inside)).toContain('endpoint.deleted');
    expect(byId(inner.data.endpointId, as(stranger), inside)).toContain('endpoint.not_found');
  });

  it('is listed inside only', () => {
    const names = (asking: Asking) => endpointsOf(table, asking).map(({ name }) => name);
    expect(names(outside(as(mine)))).toEqual(['hidden', 'open']);
    expect(names(inside(as(mine)))).toEqual(['hidden', 'open', 'inner', 'inner-open']);
  });
});

describe('an engine that the platform puts to sleep', () => {
  const called = (event: typeof warm, path: string) => () => {
    const own = new RoutingTable();
    own.apply(event, 0);
    mustBeOpen(own.endpoint(event.data.endpointId)!, { method: 'POST', path });
  };
  it.each([
    '/sleep',
    '/wake_up',
    '/is_sleeping',
    '/collective_rpc',
    '/%73leep',
    '/v1/../sleep',
    '/v1/%2e%2e/sleep',
    '/sleep/',
  ])('is not to be told %s by its callers', (path) => {
    expect(called(warm, path)).toThrow(expect.objectContaining({ code: 'route.not_found' }));
  });
  it('may be called in any other way', () => {
    for (const path of ['/v1/chat/completions', '/sleep/well', '/health', '/%zz'])
      expect(called(warm, path)).not.toThrow();
    expect(called(cold, '/sleep')).not.toThrow();
  });
});

import { describe, expect, it } from '@jest/globals';
import { choices, filtersOf, inOrder, matches, sorted } from './filters.ts';
import { type Endpoint, numbersOf, patched } from './list.ts';

const endpoint = (id: string, more: Partial<Endpoint> = {}): Endpoint =>
  ({
    id,
    name: id,
    state: 'running',
    conditions: [],
    tags: {},
    model: 'acme/model',
    description: '',
    framework: 'vllm',
    hardware: { id: 'cpu-1x' },
    createdAt: '2026-01-01T00:00:00.000Z',
    ...more,
  }) as Endpoint;

describe('a list of endpoints', () => {
  const list = { items: [endpoint('a'), endpoint('b')], hasMore: false };
  it('changes in place, and grows at its end', () => {
    const now = patched(list, [
      { type: 'EndpointSlept', endpointId: 'a', endpoint: endpoint('a', { state: 'sleeping' }) },
      { type: 'EndpointRequested', endpointId: 'c', endpoint: endpoint('c') },
    ]);
    expect(now.items.map(({ id, state }) => `${id} ${state}`)).toEqual([
      'a sleeping',
      'b running',
      'c running',
    ]);
  });
  it('loses what is deleted', () => {
    const gone = patched(list, [{ type: 'EndpointDeleted', endpointId: 'b' }]);
    expect(gone.items.map(({ id }) => id)).toEqual(['a']);
    const marked = {
      type: 'EndpointDeleted',
      endpointId: 'a',
      endpoint: endpoint('a', { state: 'deleted' }),
    };
    expect(patched(list, [marked]).items.map(({ id }) => id)).toEqual(['b']);
  });
  it('stays the same object when nothing of it changed', () => {
    expect(patched(list, [{ type: 'TokenIssued', endpointId: null }])).toBe(list);
  });
});

describe('numbers', () => {
  it('are told by endpoint; what is not known is left out', () => {
    const numbers = numbersOf([
      { endpointId: 'a', metric: 'in_flight', value: 3 },
      { endpointId: 'a', metric: 'latency_p95_seconds', value: null },
      { endpointId: null, metric: 'in_flight', value: 9 },
    ]);
    expect([...numbers]).toEqual([['a', { in_flight: 3 }]]);
  });
});

describe('filters in the URL', () => {
  it('find by words, state, condition, tag and hardware', () => {
    const chat = endpoint('chat', {
      tags: { team: 'search' },
      conditions: [{ condition: 'degraded' }] as unknown as Endpoint['conditions'],
    });
    const found = (search: Record<string, string>): boolean => matches(chat, filtersOf(search));
    expect(found({})).toBe(true);
    expect(found({ q: 'ACME chat' })).toBe(true);
    expect(found({ q: 'acme other' })).toBe(false);
    expect(found({ state: 'failed,degraded' })).toBe(true);
    expect(found({ state: 'sleeping' })).toBe(false);
    expect(found({ tag: 'team' })).toBe(true);
    expect(found({ tag: 'team=chat' })).toBe(false);
    expect(found({ framework: 'tgi' })).toBe(false);
  });
  it('sort by name as people count, or by a number', () => {
    const all = [endpoint('e10'), endpoint('e9')];
    const ids = (search: Record<string, string>): string[] =>
      sorted(all, filtersOf(search), new Map([['e10', { requests_per_second: 5 }]])).map(({ id }) => id);
    expect(ids({})).toEqual(['e9', 'e10']);
    expect(ids({ sort: '-name' })).toEqual(['e10', 'e9']);
    expect(ids({ sort: '-rate' })).toEqual(['e10', 'e9']);
    expect(ids({ sort: 'nonsense' })).toEqual(['e9', 'e10']);
  });
  it('keep the order that they had, new ones last', () => {
    const all = [endpoint('a'), endpoint('b'), endpoint('c')];
    expect(inOrder(all, ['c', 'a']).map(({ id }) => id)).toEqual(['c', 'a', 'b']);
  });
  it('offer each choice once, with its count', () => {
    expect(choices(['b', 'a', 'b', undefined])).toEqual([
      { value: 'a', label: 'a (1)' },
      { value: 'b', label: 'b (2)' },
    ]);
  });
});

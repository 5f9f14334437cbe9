import { describe, expect, it } from '@jest/globals';
import { ASYNC_ADDED_WITH_LIMITS } from '@tidegate/contracts';
import {
  deleted,
  domainReleased,
  domainVerified,
  endpointRequested,
  replicaDraining,
  replicaReady,
  replicaStopped,
  rolloutFinished,
  rolloutShifted,
  rolloutStarted,
  updated,
} from '../events.spec-helper.ts';
import { DEFAULTS } from '../settings.ts';
import { limitsOf } from './limits.ts';
import { countIn, rolloutMetrics } from './rollout.ts';
import { type RoutingEvent, RoutingTable } from './routing-table.ts';

const tableOf = (...events: RoutingEvent[]): RoutingTable => {
  const table = new RoutingTable();
  for (const event of events) table.apply(event, 0);
  return table;
};

describe('an endpoint with a new revision', () => {
  const requested = endpointRequested({ name: 'chat' });
  const { endpointId } = requested.data;

  it('is as the revision says, its name and counters aside, and its queue may move', () => {
    const table = tableOf(requested);
    const endpoint = table.endpoint(endpointId)!;
    endpoint.traffic.requestsTotal = 7;
    const event = updated(requested.data, {
      name: 'chat',
      visibility: 'public',
      internalOnly: true,
      securityGroups: ['sgrp-000000000001'],
      customDomains: ['Models.Example.com'],
      requestTimeouts: { firstByteSeconds: 1, idleSeconds: null, totalSeconds: 3 },
      scaling: { rules: [{ metric: 'concurrency', target: 50 }] },
      async: { routes: ['work'], target: null, resultTtlSeconds: 60, ...ASYNC_ADDED_WITH_LIMITS },
    });
    expect(table.apply(event, 0)).toEqual({ kind: 'endpoint_updated', endpoint });
    expect(endpoint).toMatchObject({
      name: 'chat',
      traffic: { requestsTotal: 7 },
      configured: {
        isPublic: true,
        isInternalOnly: true,
        securityGroups: ['sgrp-000000000001'],
        domains: new Set(['models.example.com']),
        async: { routes: new Set(['/work']), resultTtlSeconds: 60, maxAttempts: 6 },
        releasePerReplica: 100,
      },
    });
    expect(limitsOf(endpoint.configured.timeouts, { ...DEFAULTS, idleTimeoutMs: 5 })).toEqual({
      firstByteMs: 1000,
      idleMs: 5,
      totalMs: 3000,
    });
  });

  it('asks each replica for the model of its own template', () => {
    const table = tableOf(requested, replicaReady(requested.data));
    const endpoint = table.endpoint(endpointId)!;
    table.apply(updated(requested.data, { model: 'owner/new' }, { revision: 2, template: 2 }), 0);
    table.apply(replicaReady(requested.data), 0);
    table.apply(replicaReady(requested.data, { template: 2 }), 0);
    // A hot change, then an abort: the fields of the first template come back under a new revision.
    table.apply(updated(requested.data, { model: 'owner/new' }, { revision: 3, template: 2 }), 0);
    table.apply(updated(requested.data, {}, { revision: 4, template: 1 }), 0);
    table.apply(replicaReady(requested.data, { template: 2 }), 0);
    table.apply(replicaReady(requested.data, { template: 1 }), 0);
    expect(endpoint.ready.map(({ template, model }) => [template, model])).toEqual([
      [1, 'owner/tiny'],
      [1, 'owner/tiny'],
      [2, 'owner/new'],
      [2, 'owner/new'],
      [1, 'owner/tiny'],
    ]);
    expect(endpoint.configured.model).toBe('owner/tiny');
  });

  it('remembers few templates, those of an open rollout among them', () => {
    const table = tableOf(requested, rolloutStarted(requested.data, 2));
    for (let revision = 2; revision <= 100; revision++) {
      const model = `owner/${String(revision)}`;
      table.apply(updated(requested.data, { model }, { revision, template: revision }), 0);
      table.apply(rolloutStarted(requested.data, revision, { from: 1 }), 0);
    }
    const { models } = table.endpoint(endpointId)!;
    expect(models.size).toBeLessThanOrEqual(16);
    expect([models.get(1), models.get(99), models.get(100)]).toEqual(['owner/tiny', 'owner/99', 'owner/100']);
  });
});

describe('a replica that was told to go before it was ready', () => {
  it('gets no request when word of its being ready comes late', () => {
    const requested = endpointRequested();
    const ready = replicaReady(requested.data);
    const table = tableOf(requested, replicaDraining(requested.data, ready.data.replicaId), ready);
    expect(table.endpoint(requested.data.endpointId)!.ready).toEqual([]);
    table.apply(replicaStopped(requested.data, ready.data.replicaId), 0);
    expect([...table.draining()]).toEqual([]);
  });
});

describe('a rollout', () => {
  const requested = endpointRequested();
  const rolloutIn = (table: RoutingTable) => table.endpoint(requested.data.endpointId)!.rollout;

  it('is open from its start to its end, and keeps its counts when it is shifted', () => {
    const table = tableOf(requested, rolloutStarted(requested.data, 2, { percent: 10 }));
    countIn(rolloutIn(table)!, 2, true);
    table.apply(rolloutShifted(requested.data, 2, 50), 0);
    expect(rolloutIn(table)).toMatchObject({ percent: 50, candidate: { requests: 1, errors: 1 } });
    table.apply(rolloutFinished(requested.data, 2), 0);
    expect(rolloutIn(table)).toBeUndefined();
    expect(rolloutMetrics(undefined)).toEqual({});
  });

  it('begins to count anew when another template takes its place', () => {
    const table = tableOf(requested, rolloutStarted(requested.data, 2, { percent: 10 }));
    countIn(rolloutIn(table)!, 2, true);
    table.apply(rolloutStarted(requested.data, 3, { percent: 10 }), 0);
    expect(rolloutMetrics(rolloutIn(table))).toEqual({
      rollout_revision: 3,
      rollout_requests_total: 0,
      rollout_errors_total: 0,
      others_requests_total: 0,
      others_errors_total: 0,
    });
  });

  it('counts its own replicas apart from all others', () => {
    const table = tableOf(requested, rolloutStarted(requested.data, 3, { from: 1, percent: 10 }));
    for (const [template, failed] of [
      [3, false],
      [3, true],
      [1, false],
      [2, true],
      [1, false],
    ] as const)
      countIn(rolloutIn(table)!, template, failed);
    expect(rolloutMetrics(rolloutIn(table))).toMatchObject({
      rollout_requests_total: 2,
      rollout_errors_total: 1,
      others_requests_total: 3,
      others_errors_total: 1,
    });
  });
});

describe('a custom domain', () => {
  const DOMAIN = 'models.example.com';
  const [first, second] = [
    endpointRequested({ name: 'first', customDomains: [DOMAIN] }),
    endpointRequested({ name: 'second', customDomains: [DOMAIN] }),
  ];
  const reached = (table: RoutingTable, host = DOMAIN) => table.ofHost(host)?.name;

  it('reaches its endpoint once it is proven, however its host is written', () => {
    const table = tableOf(first);
    expect(reached(table)).toBeUndefined();
    table.apply(domainVerified(first.data, 'Models.Example.COM'), 0);
    expect(
      [DOMAIN, 'MODELS.example.com:8443', 'models.example.com.'].map((host) => reached(table, host)),
    ).toEqual(['first', 'first', 'first']);
    expect(reached(table, 'example.com')).toBeUndefined();
    expect(reached(table, 'x.models.example.com')).toBeUndefined();
    table.apply(domainReleased(first.data, DOMAIN), 0);
    expect(reached(table)).toBeUndefined();
  });

  it('is of one endpoint only: of whoever proved it last', () => {
    const table = tableOf(
      first,
      second,
      domainVerified(first.data, DOMAIN),
      domainVerified(second.data, DOMAIN),
    );
    expect(reached(table)).toBe('second');
    table.apply(domainReleased(first.data, DOMAIN), 0);
    expect(reached(table)).toBe('second');
    table.apply(domainReleased(second.data, DOMAIN), 0);
    expect(reached(table)).toBeUndefined();
  });

  it('reaches nothing when the endpoint no longer names it, or is deleted', () => {
    const table = tableOf(first, domainVerified(first.data, DOMAIN));
    table.apply(updated(first.data, { name: 'first' }), 0);
    expect(reached(table)).toBeUndefined();
    table.apply(updated(first.data, { name: 'first', customDomains: [DOMAIN] }), 0);
    expect(reached(table)).toBe('first');
    table.apply(deleted(first.data, 'first'), 0);
    expect(reached(table)).toBeUndefined();
    table.apply(second, 0);
    expect(reached(table)).toBeUndefined();
  });
});

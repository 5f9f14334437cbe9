import { as, idIn, type Json, pageAs, pick, type Rpcs } from './rpc.ts';

/** Those of a project, or of everybody. */
const plansOf = (request: Json): string =>
  request['projectId'] === undefined ? '/v1/plans' : `/v1/projects/${idIn(request, 'projectId')}/plans`;

/** A number that is 0, and false, are left out of a message. */
const planIn = (request: Json): Json => {
  const { phases, ...rest } = (request['plan'] ?? {}) as Json;
  return {
    failedStart: 0,
    asyncIdleIsFree: false,
    committed: 0,
    mustPrepay: false,
    ...rest,
    phases: {
      pulling: 0,
      loading: 0,
      ready: 0,
      idle: 0,
      draining: 0,
      sleeping: 0,
      ...(phases as Json | undefined),
    },
  };
};

export const RATE_RPCS: Rpcs = {
  ListRates: {
    ask: (request) => ({ method: 'GET', path: '/v1/rates', query: pick(request, 'limit', 'cursor') }),
    answer: pageAs('rates'),
  },
  PublishRate: {
    ask: (request) => ({
      method: 'POST',
      path: '/v1/rates',
      body: {
        ...pick(request, 'sku', 'effectiveFrom'),
        // 64 bits are a text in JSON.
        priceNanoUsdPerHour: Number(request['priceNanoUsdPerHour'] ?? 0),
      },
    }),
    answer: as('rate'),
  },
  ListPlans: {
    ask: (request) => ({ method: 'GET', path: plansOf(request), query: pick(request, 'limit', 'cursor') }),
    answer: pageAs('plans'),
  },
  PublishPlan: {
    ask: (request) => ({
      method: 'POST',
      path: plansOf(request),
      body: { ...planIn(request), ...pick(request, 'effectiveFrom') },
    }),
    answer: as('plan'),
  },
};

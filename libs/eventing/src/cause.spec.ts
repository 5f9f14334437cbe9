import { describe, expect, it } from '@jest/globals';
import type { Recorded } from '@tidegate/contracts';
import { causeOf, causedBy } from './cause.ts';

const COMMAND = '3f2b8d3e-0000-4000-8000-000000000001';
const event: Recorded = {
  type: 'RatePublished',
  data: {},
  id: '3f2b8d3e-0000-4000-8000-000000000002',
  position: 7,
  streamId: 'rate-cpu-1x',
  version: 1,
  schemaVersion: 1,
  tenantId: null,
  correlationId: COMMAND,
  causationId: COMMAND,
  occurredAt: new Date(0),
  meta: { actor: 'tok-0123456789ab', requestId: 'req-0123456789ab' },
};

describe('the start of a chain', () => {
  it('is its own cause', () => {
    expect(causeOf({ commandId: COMMAND, actor: 'operator' })).toEqual({
      commandId: COMMAND,
      correlationId: COMMAND,
      causationId: COMMAND,
      actor: 'operator',
    });
  });
});

describe('a command that an event led to', () => {
  it('keeps who began the chain, and names the event', () => {
    expect(causedBy(event)).toMatchObject({
      correlationId: COMMAND,
      causationId: event.id,
      actor: 'tok-0123456789ab',
      requestId: 'req-0123456789ab',
    });
  });

  it('is the same command each time the event is delivered, and another one for another salt', () => {
    expect(causedBy(event, 'drain').commandId).toBe(causedBy(event, 'drain').commandId);
    expect(
      new Set([causedBy(event), causedBy(event, 'drain'), causedBy(event, 1)].map((c) => c.commandId)).size,
    ).toBe(3);
  });
});

import { describe, expect, it } from '@jest/globals';
import { headers } from '@nats-io/transport-node';
import { type Recorded, registry } from '@tidegate/contracts';
import fc from 'fast-check';
import { headersOf, recordedFromMessage, signalFromMessage, signalHeaders } from './cloud-event.ts';

const encode = (data: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(data));
const TRACE = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const data = { sku: 'cpu-1x', priceNanoUsdPerHour: 1, effectiveFromUs: 2 };

const event = (over: Partial<Recorded> = {}): Recorded => ({
  type: 'RatePublished',
  data,
  id: '3f2b8d3e-0000-4000-8000-000000000002',
  position: 7,
  streamId: 'rate-cpu-1x',
  version: 3,
  schemaVersion: registry.RatePublished.version,
  tenantId: null,
  correlationId: '3f2b8d3e-0000-4000-8000-000000000001',
  causationId: '3f2b8d3e-0000-4000-8000-000000000001',
  occurredAt: new Date('2026-01-02T03:04:05.678Z'),
  meta: {},
  ...over,
});

describe('an event of the log on the bus', () => {
  it('arrives as it was sent, whatever its texts hold', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1 });
    fc.assert(
      fc.property(text, text, fc.option(text), (actor, streamId, tenantId) => {
        const sent = event({ streamId, tenantId, meta: { actor, requestId: actor, traceparent: TRACE } });
        expect(
          recordedFromMessage({ headers: headersOf(sent, '/tidegate'), data: encode(sent.data) }),
        ).toEqual(sent);
      }),
    );
  });

  it('can be sent though a text is not well-formed', () => {
    const sent = headersOf(event({ meta: { actor: 'half \ud800 pair' } }), '/tidegate');
    expect(sent.get('ce-actor')).toBe('half%20%EF%BF%BD%20pair');
  });

  it('is a CloudEvent in binary mode', () => {
    const sent = headersOf(event(), '/tidegate');
    const named = Object.fromEntries([...sent].map(([name, [value]]) => [name, decodeURIComponent(value!)]));
    expect(named).toMatchObject({
      'ce-specversion': '1.0',
      'ce-type': 'RatePublished',
      'ce-subject': 'rate-cpu-1x',
      'ce-sequence': '7',
      'ce-time': '2026-01-02T03:04:05.678Z',
      'ce-dataschema': `urn:tidegate:event:RatePublished:v${registry.RatePublished.version}`,
    });
  });

  it('is nothing when the message is something else', () => {
    expect(recordedFromMessage({ data: encode({}) })).toBeUndefined();
    expect(recordedFromMessage({ headers: headers(), data: encode({}) })).toBeUndefined();
  });
});

describe('a signal', () => {
  const given = { id: 'x', type: 'RatePublished', source: '/tidegate/test', at: new Date(0) };

  it('arrives as it was sent', () => {
    expect(signalFromMessage({ headers: signalHeaders(given, TRACE), data: encode(data) })).toEqual({
      ...given,
      data,
      traceparent: TRACE,
    });
  });

  it('is refused when its data does not fit the schema', () => {
    const message = { headers: signalHeaders(given), data: encode({ ...data, sku: 5 }) };
    expect(() => signalFromMessage(message)).toThrow(/sku/);
  });

  it('is refused when it is no CloudEvent', () => {
    expect(() => signalFromMessage({ headers: headers(), data: encode({}) })).toThrow('not a CloudEvent');
  });
});

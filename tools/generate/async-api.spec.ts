import { Parser } from '@asyncapi/parser';
import { describe, expect, it } from '@jest/globals';
import { registry } from '@tidegate/contracts';
import { asyncApi, jsonSchemas } from './async-api.ts';

describe('the AsyncAPI document', () => {
  it('is valid AsyncAPI 3 and holds every registered event', async () => {
    const { document, diagnostics } = await new Parser().parse(JSON.stringify(asyncApi('0.0.0')));
    // Severity 0 is an error.
    expect(diagnostics.filter(({ severity }) => [0].includes(severity))).toEqual([]);
    expect(document?.version()).toBe('3.0.0');
    expect(
      document
        ?.allMessages()
        .all()
        .map((message) => message.name())
        .sort(),
    ).toEqual(Object.keys(registry).sort());
  });

  it('lets users subscribe to the four events they integrate on, by name', () => {
    const { channels } = asyncApi('0.0.0') as { channels: Record<string, { address: string }> };
    expect(
      ['EndpointRequested', 'ReplicaStarted', 'MetricSampled', 'InvocationQueued'].map(
        (type) => channels[type]?.address,
      ),
    ).toEqual([
      'log.{shard}.endpoint.EndpointRequested',
      'log.{shard}.replica.ReplicaStarted',
      'telemetry.metric.{endpointId}',
      'invoke.{endpointId}',
    ]);
  });
});

describe('the JSON Schemas', () => {
  it('are one for each event, each with an id of its own', () => {
    const ids = jsonSchemas().map(([, schema]) => (schema as { $id: string }).$id);
    expect(new Set(ids).size).toBe(Object.keys(registry).length);
  });
});

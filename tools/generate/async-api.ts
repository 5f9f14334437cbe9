import { type Channel, type EventDefinition, registry } from '@tidegate/contracts';
import { z } from 'zod';

const CHANNEL_TEXT: Record<Channel, { address: (event: EventDefinition) => string; description: string }> = {
  LOG: {
    address: ({ category, type }) => `log.{shard}.${category}.${type}`,
    description:
      'The log: each event once, in order. The sequence in stream LOG is the position in the log; no gaps.',
  },
  TELEMETRY: {
    address: () => 'telemetry.metric.{endpointId}',
    description: 'Measurements, kept for one hour at most.',
  },
  INVOKE: { address: () => 'invoke.{endpointId}', description: 'Work queue of asynchronous invocations.' },
  LINES: {
    address: () => 'lines.{endpointId}',
    description: 'Work queue of log lines on their way to the store.',
  },
  REQUESTS: {
    address: () => 'requests.{gatewayId}',
    description: 'Work queue of the access log on its way to the store.',
  },
  WEBHOOKS: {
    address: () => 'webhook.{projectId}',
    description: 'Work queue of messages to users’ own URLs.',
  },
};

const PARAMETERS = {
  shard: { description: 'A number from 0 to 15, the same for all events of one stream.' },
  endpointId: { description: 'The endpoint the message is about.' },
  projectId: { description: 'The project the message belongs to.' },
  gatewayId: { description: 'One life of a gateway process.' },
};

/** Headers of CloudEvents 1.0 in binary mode over NATS; values are percent-encoded. */
const headersFor = ({ type, version, channel }: EventDefinition) => {
  const text = (description: string) => ({ type: 'string', description });
  const common = {
    'ce-specversion': { type: 'string', const: '1.0' },
    'ce-id': text('Unique; the same event delivered again has the same id.'),
    'ce-source': text('Who made it.'),
    'ce-type': { type: 'string', const: type },
    'ce-time': text('When it happened, RFC 3339.'),
    'ce-dataschema': { type: 'string', const: `urn:tidegate:event:${type}:v${String(version)}` },
    traceparent: text('W3C trace context.'),
  };
  const ofTheLog = {
    'ce-subject': text('The stream, which is the id of the thing it is about.'),
    'ce-sequence': text('Position in the log, dense from 1.'),
    'ce-streamversion': text('Place in its stream, dense from 1.'),
    'ce-correlationid': text('Shared by everything that one request led to.'),
    'ce-causationid': text('The event or command that led to this one.'),
    'ce-tenantid': text('The project, where there is one.'),
  };
  return {
    type: 'object',
    properties: { ...common, ...(channel === 'LOG' && ofTheLog) },
    required: ['ce-id', 'ce-type', 'ce-time'],
  };
};

const payloadOf = ({ schema }: EventDefinition): object => {
  const payload: Record<string, unknown> = z.toJSONSchema(schema, { target: 'draft-7', io: 'input' });
  delete payload['$schema'];
  return payload;
};

/** AsyncAPI 3 over every registered event: a channel for each, since users subscribe by subject. */
export const asyncApi = (version: string) => {
  const events = Object.values(registry) as EventDefinition[];
  const entries = events.map((event) => {
    const { address, description } = CHANNEL_TEXT[event.channel];
    const subject = address(event);
    const parameters = Object.fromEntries(
      Object.entries(PARAMETERS).filter(([name]) => subject.includes(`{${name}}`)),
    );
    const name = `${event.type}.v${String(event.version)}`;
    return { event, name, subject, parameters, description };
  });
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Tidegate events',
      version,
      description:
        'Everything that happens in Tidegate, as CloudEvents 1.0 in binary mode on NATS JetStream. A subscriber that remembers the ' +
        'last sequence of stream LOG it has handled misses nothing and handles nothing twice.',
      license: { name: 'Apache-2.0' },
    },
    defaultContentType: 'application/json',
    channels: Object.fromEntries(
      entries.map(({ event, name, subject, parameters, description }) => [
        event.type,
        {
          address: subject,
          description,
          ...(Object.keys(parameters).length > 0 && { parameters }),
          messages: { [name]: { $ref: `#/components/messages/${name}` } },
        },
      ]),
    ),
    operations: Object.fromEntries(
      entries.map(({ event, name }) => [
        `send${event.type}`,
        {
          action: 'send',
          channel: { $ref: `#/channels/${event.type}` },
          messages: [{ $ref: `#/channels/${event.type}/messages/${name}` }],
        },
      ]),
    ),
    components: {
      messages: Object.fromEntries(
        entries.map(({ event, name }) => [
          name,
          {
            name: event.type,
            title: event.type,
            summary: event.description,
            contentType: 'application/json',
            headers: headersFor(event),
            payload: payloadOf(event),
          },
        ]),
      ),
    },
  };
};

/** One JSON Schema for each event and version, for validators that do not read AsyncAPI. */
export const jsonSchemas = (): [string, object][] =>
  (Object.values(registry) as EventDefinition[]).map((event) => [
    `${event.type}.v${String(event.version)}.json`,
    {
      $schema: 'http://json-schema.org/draft-07/schema#',
      $id: `urn:tidegate:event:${event.type}:v${String(event.version)}`,
      title: event.type,
      description: event.description,
      ...payloadOf(event),
    },
  ]);

import { randomBytes } from 'node:crypto';
import { Metadata } from '@grpc/grpc-js';
import { idFrom } from '@tidegate/contracts';
import { isRequestId } from '../edge/request-id.ts';

/** Metadata that means what the header of that name means in REST. */
const KEPT = ['authorization', 'x-tidegate-project', 'idempotency-key'] as const;

export type CallHeaders = Readonly<
  { 'x-request-id': string } & Partial<Record<(typeof KEPT)[number], string>>
>;

/** What the metadata of a call says, as headers. It has a request id from here on. */
export const headersOf = (metadata: Metadata): CallHeaders => {
  const given = textIn(metadata, 'x-request-id');
  const kept = KEPT.map((name) => [name, textIn(metadata, name)] as const);
  return {
    'x-request-id': given !== undefined && isRequestId(given) ? given : idFrom('request', randomBytes(6)),
    ...Object.fromEntries(kept.filter(([, value]) => value !== undefined)),
  };
};

export const answerMetadata = (requestId: string): Metadata => {
  const metadata = new Metadata();
  metadata.set('x-request-id', requestId);
  return metadata;
};

const textIn = (metadata: Metadata, name: string): string | undefined => {
  const [value] = metadata.get(name);
  return typeof value === 'string' ? value : undefined;
};

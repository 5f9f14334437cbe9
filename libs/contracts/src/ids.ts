import { z } from 'zod';

/** Every id is a prefix that names the thing, then 12 lower-case hex digits. */
export const ID_PREFIXES = {
  project: 'proj',
  token: 'tok',
  endpoint: 'endpt',
  replica: 'repl',
  node: 'node',
  invocation: 'inv',
  request: 'req',
  secret: 'sec',
  securityGroup: 'sgrp',
  credit: 'cred',
  budget: 'budg',
  invoice: 'invc',
  webhook: 'hook',
  logSink: 'sink',
  alert: 'alert',
  channel: 'chan',
} as const;

export type IdKind = keyof typeof ID_PREFIXES;

const idOf = (kind: IdKind) =>
  z
    .string()
    .regex(
      new RegExp(`^${ID_PREFIXES[kind]}-[0-9a-f]{12}$`),
      `must look like ${ID_PREFIXES[kind]}-0123456789ab`,
    );

export const ProjectId = idOf('project');
export const TokenId = idOf('token');
export const EndpointId = idOf('endpoint');
export const ReplicaId = idOf('replica');
export const NodeId = idOf('node');
export const InvocationId = idOf('invocation');
export const SecretId = idOf('secret');
export const SecurityGroupId = idOf('securityGroup');
export const CreditId = idOf('credit');
export const BudgetId = idOf('budget');
export const InvoiceId = idOf('invoice');
export const WebhookId = idOf('webhook');
export const LogSinkId = idOf('logSink');
export const AlertId = idOf('alert');
export const ChannelId = idOf('channel');

/** An id from random or derived bytes (at least 6). */
export const idFrom = (kind: IdKind, bytes: Uint8Array): string =>
  `${ID_PREFIXES[kind]}-${Array.from(bytes.subarray(0, 6), (byte) => byte.toString(16).padStart(2, '0')).join('')}`;

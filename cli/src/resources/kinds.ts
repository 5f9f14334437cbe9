import type { Api } from '../api.ts';
import { notFound } from '../exits.ts';
import { asked } from '../pages.ts';
import { operationOf } from './operations.ts';

/** How a parameter of a path is called, and by what its resource may be found. */
type Kind = Readonly<{
  noun: string;
  /** The operation that lists them, and the fields that are names. */
  list?: string;
  by?: readonly string[];
  id?: RegExp;
}>;

const prefixed = (prefix: string): RegExp => new RegExp(`^${prefix}-[0-9a-f]{12}$`);

export const KINDS: Readonly<Record<string, Kind>> = {
  endpointId: { noun: 'endpoint', list: 'Endpoint.all', by: ['name'], id: prefixed('endpt') },
  projectId: { noun: 'project', list: 'Project.all', by: ['name'], id: prefixed('proj') },
  tokenId: { noun: 'token', list: 'Token.all', by: ['name'], id: prefixed('tok') },
  securityGroupId: { noun: 'security group', list: 'SecurityGroup.all', by: ['name'], id: prefixed('sgrp') },
  nodeId: { noun: 'node', list: 'Node.all', by: ['hostname'], id: prefixed('node') },
  webhookId: { noun: 'webhook', list: 'Webhook.all', by: ['url', 'description'], id: prefixed('hook') },
  budgetId: { noun: 'budget', list: 'Budget.all', by: ['name'], id: prefixed('budg') },
  alertId: { noun: 'alert', list: 'Alert.all', by: ['name'], id: prefixed('alert') },
  channelId: { noun: 'channel', list: 'Channel.all', by: ['name'], id: prefixed('chan') },
  sinkId: { noun: 'log sink', list: 'LogSink.all', by: ['url', 'description'], id: prefixed('sink') },
  replicaId: { noun: 'replica', list: 'Replica.all', by: [], id: prefixed('repl') },
  invocationId: { noun: 'invocation', list: 'Invocation.all', by: [], id: prefixed('inv') },
  invoiceId: { noun: 'invoice', list: 'Invoice.all', by: ['period'], id: prefixed('invc') },
  revision: { noun: 'revision' },
  domain: { noun: 'domain' },
};

export const nounOf = (parameter: string): string => KINDS[parameter]?.noun ?? parameter;

export const helpOf = (parameter: string): string => {
  const { by = [], list } = KINDS[parameter] ?? {};
  if (!list) return parameter === 'revision' ? 'its number' : '';
  return by.length === 0 ? 'its id' : `its ${by.join(', its ')} or its id`;
};

const MOST_PAGES = 50;
type Listed = Readonly<Record<string, unknown>>;
type Page = Readonly<{ items: readonly Listed[]; nextCursor: string | null }>;

/** A page at a time, what there is of a kind. */
export async function* allOf(
  api: Api,
  parameter: string,
  known: Readonly<Record<string, string>>,
): AsyncGenerator<Listed, void> {
  const { list } = KINDS[parameter] ?? {};
  if (!list) return;
  const operation = operationOf(list);
  const path = pathOf(operation.path, known);
  const limit = operation.query?.['limit'] ? 200 : undefined;
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const { items, nextCursor }: Page = await api.call('GET', asked(path, { limit, cursor }));
    yield* items;
    if (nextCursor === null) return;
    cursor = nextCursor;
  }
}

/** The id of what was called by its name or its id. @param known what the path holds before it */
export const idOf = async (
  api: Api,
  parameter: string,
  called: string,
  known: Readonly<Record<string, string>> = {},
): Promise<string> => {
  const { noun, by = [], id } = KINDS[parameter] ?? { noun: parameter };
  if (by.length === 0 || id?.test(called)) return called;
  for await (const each of allOf(api, parameter, known))
    if (by.some((field) => each[field] === called)) return (each['id'] ?? each['invoiceId']) as string;
  throw notFound(
    `There is no ${noun} “${called}” in this project.`,
    `tidegate ${noun.replace(' ', '-')} list shows what there is.`,
  );
};

/** The project that is meant where none is named. */
export const ownProject = async (api: Api): Promise<string> => {
  if (api.connection.project !== undefined) return idOf(api, 'projectId', api.connection.project);
  const { projectId } = await api.call<{ projectId: string | null }>('GET', '/v1/me');
  if (projectId !== null) return projectId;
  throw notFound(
    'The token is of no project.',
    'Say which one with --project or TIDEGATE_PROJECT; tidegate project list shows them.',
  );
};

export const pathOf = (path: string, known: Readonly<Record<string, string>>): string =>
  path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(known[name] ?? ''));

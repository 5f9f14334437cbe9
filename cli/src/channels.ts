import { type Api, Failed } from './api.ts';
import { listed } from './pages.ts';
import { type Row, shown, table } from './table.ts';

export type Channel = Readonly<{
  id: string;
  name: string;
  kind: string;
  addresses: readonly string[];
  url: string | null;
  notices: readonly string[];
  state: string;
  waiting: number;
  lastError: string | null;
}>;
export type Delivery = Readonly<{
  id: string;
  number: number;
  type: string;
  title: string;
  state: string;
  tries: number;
  lastError: string | null;
  lastStatus: number | null;
  queuedAt: string;
}>;

const MOST = 10_000;

export const channels = (api: Api): Promise<Channel[]> => listed(api, '/v1/channels', {}, MOST);

/** One that was called by its id or its name. */
export const channelCalled = async (api: Api, called: string): Promise<Channel> => {
  const found = (await channels(api)).find(({ id, name }) => id === called || name === called);
  if (found) return found;
  throw new Failed([`There is no channel “${called}” in this project.`, 'tidegate channels lists them.']);
};

export const channelsText = (all: readonly Channel[]): string => {
  if (all.length === 0) return 'No channels.\n';
  const rows = all.map((one): Row => [
    shown(one.name),
    one.id,
    one.kind,
    shown(one.url ?? one.addresses.join(' ')),
    one.notices.join(' ') || '-',
    String(one.waiting),
    one.state,
    shown(one.lastError ?? ''),
  ]);
  return table(['CHANNEL', 'ID', 'KIND', 'TO', 'HEARS OF', 'WAITING', 'STATE', ''], rows);
};

export const deliveriesText = (all: readonly Delivery[]): string => {
  if (all.length === 0) return 'Nothing was ever delivered by it.\n';
  const rows = all.map((one): Row => [
    one.queuedAt.replace('T', ' ').replace('Z', ''),
    one.id,
    one.type,
    shown(one.title),
    one.state,
    String(one.tries),
    shown(one.lastError ?? (one.lastStatus === null ? '-' : String(one.lastStatus))),
  ]);
  return table(['TIME', 'ID', 'TYPE', 'TITLE', 'STATE', 'TRIES', 'LAST'], rows);
};

import { type Json, type Rpcs, as, idIn, nothing, pageAs, pick, whole } from './rpc.ts';

const alert = (request: Json): string => `/v1/alerts/${idIn(request, 'alertId')}`;
const channel = (request: Json): string => `/v1/channels/${idIn(request, 'channelId')}`;

const RULE = [
  ...['name', 'metric', 'operator', 'threshold', 'description', 'severity', 'scope', 'endpointId'],
  ...['aggregate', 'windowSeconds', 'clearThreshold', 'forSeconds', 'keepFiringForSeconds', 'noData'],
  ...['repeatEverySeconds', 'muteWindows', 'channelIds'],
];
const PAGE = ['limit', 'cursor', 'state'];

export const ALERT_RPCS: Rpcs = {
  CreateAlert: {
    ask: (request) => ({ method: 'POST', path: '/v1/alerts', body: pick(request, ...RULE) }),
    answer: as('alert'),
  },
  GetAlert: { ask: (request) => ({ method: 'GET', path: alert(request) }), answer: as('alert') },
  ListAlerts: {
    ask: (request) => ({ method: 'GET', path: '/v1/alerts', query: pick(request, ...PAGE) }),
    answer: pageAs('alerts'),
  },
  UpdateAlert: {
    // A list that is left out of a message stays as it is.
    ask: (request) => ({ method: 'PATCH', path: alert(request), body: pick(request, ...RULE) }),
    answer: as('alert'),
  },
  DeleteAlert: { ask: (request) => ({ method: 'DELETE', path: alert(request) }), answer: nothing },
  MuteAlert: {
    ask: (request) => ({ method: 'POST', path: `${alert(request)}/mute`, body: pick(request, 'until') }),
    answer: as('alert'),
  },
  UnmuteAlert: {
    ask: (request) => ({ method: 'POST', path: `${alert(request)}/unmute` }),
    answer: as('alert'),
  },
  TestAlert: { ask: (request) => ({ method: 'POST', path: `${alert(request)}/test` }), answer: whole },
  ListAlertInstances: {
    ask: (request) => ({
      method: 'GET',
      path: `${alert(request)}/instances`,
      query: pick(request, ...PAGE),
    }),
    answer: pageAs('instances'),
  },
  ListAlertHistory: {
    ask: (request) => ({
      method: 'GET',
      path: `${alert(request)}/history`,
      query: pick(request, 'limit', 'cursor'),
    }),
    answer: pageAs('transitions'),
  },
};

export const CHANNEL_RPCS: Rpcs = {
  CreateChannel: {
    ask: (request) => ({
      method: 'POST',
      path: '/v1/channels',
      body: pick(request, 'name', 'kind', 'addresses', 'url', 'notices'),
    }),
    answer: as('channel'),
  },
  GetChannel: { ask: (request) => ({ method: 'GET', path: channel(request) }), answer: as('channel') },
  ListChannels: {
    ask: (request) => ({ method: 'GET', path: '/v1/channels', query: pick(request, 'limit', 'cursor') }),
    answer: pageAs('channels'),
  },
  UpdateChannel: {
    ask: (request) => ({
      method: 'PATCH',
      path: channel(request),
      body: pick(request, 'name', 'addresses', 'url', 'notices'),
    }),
    answer: as('channel'),
  },
  DeleteChannel: { ask: (request) => ({ method: 'DELETE', path: channel(request) }), answer: nothing },
  TestChannel: { ask: (request) => ({ method: 'POST', path: `${channel(request)}/test` }), answer: whole },
  ListChannelDeliveries: {
    ask: (request) => ({
      method: 'GET',
      path: `${channel(request)}/deliveries`,
      query: pick(request, ...PAGE),
    }),
    answer: pageAs('deliveries'),
  },
  ReplayChannel: {
    ask: (request) => ({
      method: 'POST',
      path: `${channel(request)}/replay`,
      body: pick(request, 'deliveryId'),
    }),
    answer: whole,
  },
};

import type { AlertRule } from '@tidegate/contracts';

/** Beyond 90 it fires at once, and is over at once. */
export const RULE: AlertRule = {
  name: 'Full',
  description: '',
  severity: 'warning',
  scope: 'endpoint',
  endpointId: null,
  metric: 'in_flight',
  aggregate: 'avg',
  windowSeconds: 60,
  operator: 'above',
  threshold: 90,
  clearThreshold: null,
  forSeconds: 0,
  keepFiringForSeconds: 0,
  noData: 'ok',
  repeatEverySeconds: null,
  muteWindows: [],
  channelIds: [],
};

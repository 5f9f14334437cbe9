import type { SinkSettings } from './settings.ts';

/** For a service whose sinks are at receivers of the test itself. */
export const TEST_SINKS: SinkSettings = {
  sealKeys: ['a key of at least thirty-two characters'],
  allowPrivate: true,
  timeoutSeconds: 2,
  perProject: 3,
};

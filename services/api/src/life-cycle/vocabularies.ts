import type { EndpointState } from '@tidegate/contracts';

/** What other systems call the states of this machine, in the words that their clients look for. */
export type Vocabulary = 'netmind' | 'csghub' | 'hypervize';

type Words = Readonly<Record<EndpointState, string>>;

/** A dedicated-endpoint service with few words: sleeping is running, for it answers whoever calls. */
const NETMIND: Words = {
  building: 'Deploying',
  deploying: 'Deploying',
  starting: 'Deploying',
  running: 'Running',
  sleeping: 'Running',
  waking: 'Running',
  stopping: 'Stopped',
  stopped: 'Stopped',
  build_failed: 'Failed',
  deploy_failed: 'Failed',
  runtime_error: 'Failed',
  disabled: 'Stopped',
  deleted: 'Deleted',
};

/** A model hub with endpoints: it tells building, deploying and starting apart, and has a word for each failure. */
const CSGHUB: Words = {
  building: 'Building',
  deploying: 'Deploying',
  starting: 'Startup',
  running: 'Running',
  sleeping: 'Sleeping',
  waking: 'Startup',
  stopping: 'Stopped',
  stopped: 'Stopped',
  build_failed: 'BuildingFailed',
  deploy_failed: 'DeployFailed',
  runtime_error: 'RuntimeError',
  disabled: 'Stopped',
  deleted: 'Deleted',
};

/** An OpenAI-compatible dedicated service: `up` and `hibernated` are both callable; what is stopped is `disabled`. */
const HYPERVIZE: Words = {
  building: 'building',
  deploying: 'building',
  starting: 'building',
  running: 'up',
  sleeping: 'hibernated',
  waking: 'waking',
  stopping: 'disabled',
  stopped: 'disabled',
  build_failed: 'failed',
  deploy_failed: 'failed',
  runtime_error: 'failed',
  disabled: 'disabled',
  deleted: 'deleted',
};

/** What a person sees where that system shows a badge. */
const HYPERVIZE_BADGES: Words = {
  building: 'PROVISIONING',
  deploying: 'PROVISIONING',
  starting: 'PROVISIONING',
  running: 'ONLINE',
  sleeping: 'SLEEPING',
  waking: 'WAKING UP',
  stopping: 'DISABLED',
  stopped: 'DISABLED',
  build_failed: 'FAILED',
  deploy_failed: 'FAILED',
  runtime_error: 'FAILED',
  disabled: 'DISABLED',
  deleted: 'DELETED',
};

export const VOCABULARIES: Readonly<Record<Vocabulary, Words>> = {
  netmind: NETMIND,
  csghub: CSGHUB,
  hypervize: HYPERVIZE,
};

export const wordFor = (vocabulary: Vocabulary, state: EndpointState): string =>
  VOCABULARIES[vocabulary][state];

export const badgeFor = (state: EndpointState): string => HYPERVIZE_BADGES[state];

/** Whether a request is answered in this state, at once or after it has woken. */
export const isCallable = (state: EndpointState): boolean =>
  state === 'running' || state === 'sleeping' || state === 'waking';

/** The states that a word of another system may mean: for filters that come in its words. */
export const statesFor = (vocabulary: Vocabulary, word: string): EndpointState[] =>
  (Object.entries(VOCABULARIES[vocabulary]) as [EndpointState, string][])
    .filter(([, theirs]) => theirs.toLowerCase() === word.toLowerCase())
    .map(([state]) => state);

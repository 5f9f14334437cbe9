import { type AlertRule, EndpointId, type FieldProblem } from '@tidegate/contracts';

type Partly = Readonly<{ [Field in keyof AlertRule]?: AlertRule[Field] | undefined }>;
type Needed = Pick<AlertRule, 'name' | 'metric' | 'operator' | 'threshold'>;

const USUAL: Omit<AlertRule, keyof Needed> = {
  description: '',
  severity: 'warning',
  scope: 'endpoint',
  endpointId: null,
  aggregate: 'avg',
  windowSeconds: 300,
  clearThreshold: null,
  forSeconds: 120,
  keepFiringForSeconds: 0,
  noData: 'ok',
  repeatEverySeconds: null,
  muteWindows: [],
  channelIds: [],
};

/** Without what was left out, and windows as plain objects. */
export const changesOf = (wish: Partly): Partial<AlertRule> => {
  const { muteWindows } = wish;
  const said = Object.fromEntries(Object.entries(wish).filter(([, value]) => value !== undefined));
  return { ...said, ...(muteWindows && { muteWindows: muteWindows.map((window) => ({ ...window })) }) };
};

/** What is left out has its default. */
export const ruleOf = (wish: Needed & Partly): AlertRule => ({
  ...USUAL,
  ...(changesOf(wish) as Needed & Partial<AlertRule>),
});

/** What is wrong with fields that have the right type. What fields must be together, who keeps the alerts says. */
export const alertProblems = ({ endpointId }: Readonly<{ endpointId?: unknown }>): FieldProblem[] =>
  typeof endpointId === 'string' && !EndpointId.safeParse(endpointId).success
    ? [{ pointer: '/endpointId', message: 'must look like endpt-0123456789ab, or be null' }]
    : [];

const LONGEST_MUTE_MS = 366 * 86_400_000;

/** @param nowMs epoch milliseconds */
export const muteProblems = (until: unknown, nowMs: number): FieldProblem[] => {
  const at = typeof until === 'string' ? Date.parse(until) : Number.NaN;
  return at > nowMs && at <= nowMs + LONGEST_MUTE_MS
    ? []
    : [{ pointer: '/until', message: 'must be a time to come, within a year' }];
};

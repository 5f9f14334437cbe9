import { type AnyEvent, type EventNamed, type EventType, type Recorded, usdOf } from '@tidegate/contracts';
import { type Notice, factsOf } from './notice.ts';

/** What is known of an endpoint beside its event. */
export type Known = Readonly<{
  name: string;
  /** Nothing has been said of its becoming ready since it was asked for, or failed. */
  isArmed: boolean;
}>;
type Say<Type extends EventType> = (
  data: EventNamed<Type>['data'],
  known: Known | undefined,
) => Notice | null;
type Says = { readonly [Type in EventType]?: Say<Type> };

const FAILED: readonly string[] = ['build_failed', 'deploy_failed', 'runtime_error'];

/** Whether a state is one that is told of as a failure. */
export const isFailure = (state: string): boolean => FAILED.includes(state);

type Reason = Readonly<{ code: string; message: string; nextStep: string }>;
type Said = Pick<Notice, 'type' | 'level' | 'title'>;

const ofEndpoint = (endpointId: string, said: Said, reason: Reason, more: object = {}): Notice => ({
  ...said,
  text: [reason.message, reason.nextStep].filter(Boolean).join(' '),
  facts: factsOf({ Endpoint: endpointId, Reason: reason.code }),
  thread: null,
  about: { endpointId, reason, ...more },
});

const nameOf = (known: Known | undefined, endpointId: string): string => known?.name ?? endpointId;
const dollars = (nanoUsd: string): string => `$${usdOf(nanoUsd)}`;
const ofWhat = (known: Known | undefined, endpointId: string | null): string =>
  endpointId === null ? 'the project' : nameOf(known, endpointId);

const SAYS: Says = {
  EndpointStateChanged: ({ endpointId, from, to, reason }, known) => {
    const name = nameOf(known, endpointId);
    const more = { from, state: to };
    if (isFailure(to))
      return ofEndpoint(
        endpointId,
        { type: 'endpoint.failed', level: 'critical', title: `${name} has failed` },
        reason,
        more,
      );
    return to === 'running' && known?.isArmed
      ? ofEndpoint(
          endpointId,
          { type: 'endpoint.ready', level: 'good', title: `${name} is ready` },
          reason,
          more,
        )
      : null;
  },
  EndpointConditionChanged: ({ endpointId, condition, active, reason }, known) => {
    const name = nameOf(known, endpointId);
    if (!active) return null;
    if (condition === 'degraded')
      return ofEndpoint(
        endpointId,
        { type: 'endpoint.degraded', level: 'warning', title: `${name} is degraded` },
        reason,
      );
    return condition === 'pendingCapacity'
      ? ofEndpoint(
          endpointId,
          { type: 'endpoint.no_capacity', level: 'warning', title: `${name} waits for room` },
          reason,
        )
      : null;
  },
  EndpointDisabled: ({ endpointId, by, reason }, known) =>
    ofEndpoint(
      endpointId,
      {
        type: 'endpoint.disabled',
        level: 'warning',
        title: `${nameOf(known, endpointId)} was disabled by its ${by}`,
      },
      reason,
      { by },
    ),
  BudgetThresholdReached: (data, known) => ({
    type: 'budget.threshold_reached',
    level: data.thresholdPercent >= 100 ? 'critical' : 'warning',
    title: `${String(data.thresholdPercent)} % of the budget of ${ofWhat(known, data.endpointId)} are spent`,
    text: `${dollars(data.spentNanoUsd)} of ${dollars(data.limitNanoUsd)} were spent in ${data.period}.`,
    facts: factsOf({ Budget: data.budgetId, Endpoint: data.endpointId, Month: data.period }),
    thread: null,
    about: data,
  }),
  SpendingStopped: (data, known) => ({
    type: 'spending.stopped',
    level: 'critical',
    title: `${ofWhat(known, data.endpointId)} was put to sleep: its money is spent`,
    text: `${dollars(data.spentNanoUsd)} of ${dollars(data.limitNanoUsd)} were spent in ${data.period}. It wakes when there is money again.`,
    facts: factsOf({ Budget: data.budgetId, Endpoint: data.endpointId, Month: data.period }),
    thread: null,
    about: data,
  }),
  SpendingResumed: (data, known) => ({
    type: 'spending.resumed',
    level: 'good',
    title: `${ofWhat(known, data.endpointId)} may wake: there is money again`,
    text: 'What was put to sleep wakes with the next request.',
    facts: factsOf({ Budget: data.budgetId, Endpoint: data.endpointId }),
    thread: null,
    about: data,
  }),
  InvoiceFinalized: (data) => ({
    type: 'invoice.ready',
    level: 'info',
    title: `The invoice of ${data.period} is ready`,
    text: `It comes to ${(data.totalCents / 100).toFixed(2)} ${data.currency}.`,
    facts: factsOf({ Invoice: data.invoiceId, Month: data.period }),
    thread: null,
    about: data,
  }),
  DomainVerified: ({ endpointId, domain }, known) => ({
    type: 'domain.verified',
    level: 'good',
    title: `${domain} reaches ${nameOf(known, endpointId)}`,
    text: 'The domain was proven to be yours. It needs a certificate at whatever ends its TLS.',
    facts: factsOf({ Domain: domain, Endpoint: endpointId }),
    thread: null,
    about: { endpointId, domain },
  }),
  DomainReleased: ({ endpointId, domain }, known) => ({
    type: 'domain.released',
    level: 'warning',
    title: `${domain} no longer reaches ${nameOf(known, endpointId)}`,
    text: 'It was taken from the endpoint, or its proof is gone.',
    facts: factsOf({ Domain: domain, Endpoint: endpointId }),
    thread: null,
    about: { endpointId, domain },
  }),
};

/** The events that channels may hear of. */
export const TOLD_EVENTS = Object.keys(SAYS) as readonly EventType[];

/** What an event of the log is told as; null: it is not. */
export const noticeOf = (event: Recorded<AnyEvent>, known: Known | undefined): Notice | null => {
  const say = (SAYS as Record<string, Say<EventType> | undefined>)[event.type];
  return say ? say(event.data, known) : null;
};

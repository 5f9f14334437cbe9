import type { Condition, EndpointEvent, EndpointSpec, EndpointState, Reason } from '@tidegate/contracts';
import { accepted } from './endpoint-reasons.ts';
import { isActive } from './endpoint-states.ts';
import { type Template, templateOf } from './spec-changes.ts';

export type Rollout = Readonly<{ from: number; to: number; percent: number }>;

export type ExistingEndpoint = Readonly<{
  status: EndpointState;
  endpointId: string;
  projectId: string;
  /** The newest: its spec is the one in force, whatever replicas still run. */
  revision: number;
  spec: EndpointSpec;
  reason: Reason;
  /** 1 from the request on, one more with every start: what tells this attempt's replicas from an earlier one's. */
  attempt: number;
  /** A replica of this attempt was ready. */
  everReady: boolean;
  /** The newest template: what is rolled out while a rollout is open, else what serves. */
  template: number;
  /** By template: what a rollout may go back to is remembered until it is over. */
  templates: Readonly<Record<string, Template>>;
  rollout: Rollout | null;
  /** Those that are active, and why. */
  conditions: Readonly<Partial<Record<Condition, Reason>>>;
  /** `wasServing`: it goes on by itself when it is enabled. */
  disabled: Readonly<{ by: 'owner' | 'operator'; wasServing: boolean }> | null;
  /** Custom domains that were proven. */
  domains: readonly string[];
}>;
export type Endpoint = Readonly<{ status: 'absent' }> | ExistingEndpoint;

/** The template whose failures are the endpoint’s: while another one is tried, the one it would go back to. */
export const servingTemplate = ({ rollout, template }: ExistingEndpoint): number => rollout?.from ?? template;

export const evolve = (state: Endpoint, event: EndpointEvent): Endpoint => {
  if (event.type === 'EndpointRequested') return fresh(event.data);
  return state.status === 'absent' ? state : changed(state, event);
};

export const after = (state: ExistingEndpoint, events: readonly EndpointEvent[]): ExistingEndpoint =>
  events.reduce(changed, state);

type Requested = Extract<EndpointEvent, { type: 'EndpointRequested' }>['data'];

export const fresh = ({ endpointId, projectId, revision, spec }: Requested): ExistingEndpoint => ({
  status: 'building',
  endpointId,
  projectId,
  revision,
  spec,
  reason: accepted,
  attempt: 1,
  everReady: false,
  template: revision,
  templates: { [revision]: templateOf(spec) },
  rollout: null,
  conditions: {},
  disabled: null,
  domains: [],
});

const changed = (state: ExistingEndpoint, event: EndpointEvent): ExistingEndpoint => {
  switch (event.type) {
    case 'EndpointStateChanged':
      return entered(state, event.data);
    case 'EndpointStartRequested':
      return { ...state, attempt: state.attempt + 1, everReady: false };
    case 'EndpointUpdated':
      return updated(state, event.data);
    case 'RolloutStarted':
    case 'RolloutShifted': {
      const { from, to, percent } = event.data;
      return { ...state, rollout: { from, to, percent }, templates: kept(state.templates, [from, to]) };
    }
    case 'RolloutFinished':
      return { ...state, rollout: null, templates: kept(state.templates, [state.template]) };
    // The change of state that comes with them says it.
    case 'EndpointStopRequested':
    case 'EndpointDeleted':
    case 'EndpointRequested':
      return state;
    default:
      return besides(state, event);
  }
};

type Beside =
  'EndpointConditionChanged' | 'EndpointDisabled' | 'EndpointEnabled' | 'DomainVerified' | 'DomainReleased';

/** What stands beside state and configuration. */
const besides = (
  state: ExistingEndpoint,
  event: Extract<EndpointEvent, { type: Beside }>,
): ExistingEndpoint => {
  switch (event.type) {
    case 'EndpointConditionChanged':
      return { ...state, conditions: conditionsAfter(state.conditions, event.data) };
    case 'EndpointDisabled': {
      const wasServing =
        state.disabled?.wasServing ?? (isActive(state.status) || state.status === 'building');
      return { ...state, disabled: { by: event.data.by, wasServing } };
    }
    case 'EndpointEnabled':
      return { ...state, disabled: null };
    case 'DomainVerified':
      return { ...state, domains: [...state.domains, event.data.domain] };
    case 'DomainReleased':
      return { ...state, domains: state.domains.filter((domain) => domain !== event.data.domain) };
  }
};

type Data<Type extends EndpointEvent['type']> = Extract<EndpointEvent, { type: Type }>['data'];

const entered = (
  state: ExistingEndpoint,
  { to, reason }: Data<'EndpointStateChanged'>,
): ExistingEndpoint => ({
  ...state,
  status: to,
  reason,
  everReady: state.everReady || to === 'running',
  // Whoever deletes ends everything: there is nothing left to roll out.
  rollout: to === 'deleted' ? null : state.rollout,
});

const updated = (
  state: ExistingEndpoint,
  { revision, templateRevision: template, spec }: Data<'EndpointUpdated'>,
): ExistingEndpoint => {
  const templates = { ...state.templates, [template]: templateOf(spec) };
  return {
    ...state,
    revision,
    spec,
    template,
    // What serves is still needed: a rollout may follow, and go back to it.
    templates: kept(templates, [servingTemplate(state), template]),
  };
};

const kept = (templates: ExistingEndpoint['templates'], wanted: readonly number[]) =>
  Object.fromEntries(Object.entries(templates).filter(([template]) => wanted.includes(Number(template))));

const conditionsAfter = (
  conditions: ExistingEndpoint['conditions'],
  { condition, active, reason }: Data<'EndpointConditionChanged'>,
): ExistingEndpoint['conditions'] => {
  const others = Object.fromEntries(Object.entries(conditions).filter(([name]) => name !== condition));
  return active ? { ...others, [condition]: reason } : others;
};

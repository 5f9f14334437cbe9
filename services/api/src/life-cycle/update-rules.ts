import { type EndpointEvent, type EndpointSpec, refuse } from '@tidegate/contracts';
import type { UpdateEndpoint } from './endpoint-commands.ts';
import { type ExistingEndpoint, servingTemplate } from './endpoint-fold.ts';
import { retried, rolledOut } from './endpoint-reasons.ts';
import { isActive, isFailed } from './endpoint-states.ts';
import {
  changedPointers,
  committedUntil,
  immutableProblems,
  isShortened,
  longer,
  needsReplicas,
} from './spec-changes.ts';
import { moved, mustAllow, ownerOf } from './transitions.ts';

type Cause = 'update' | 'rollback' | 'restart';
type Change = Readonly<{
  spec: EndpointSpec;
  changed: readonly string[];
  cause: Cause;
  percent: number;
}>;

/** What differs from the spec in force becomes the next revision; nothing different is agreement. */
export const update = (state: ExistingEndpoint, command: UpdateEndpoint): EndpointEvent[] => {
  const { cause, canaryPercent, expectedRevision, at } = command;
  mustAllow(state, cause);
  if (expectedRevision !== null && expectedRevision !== state.revision)
    refuse('endpoint.changed', { etag: `"r${state.revision}"` });
  const spec = cause === 'rollback' ? stillCommitted(state.spec, command.spec) : command.spec;
  const changed = changedPointers(state.spec, spec);
  const problems = immutableProblems(changed);
  if (problems.length > 0) return refuse('request.invalid', { count: problems.length }, problems);
  if (isShortened(state.spec.commitment, spec.commitment, at))
    return refuse('endpoint.committed', { until: committedUntil(state.spec) ?? '' });
  const percent = canaryPercent ?? presentPercent(state);
  return changed.length === 0 ? [] : revised(state, { spec, changed, cause, percent });
};

/** The same configuration once more, as a new template: its replicas replace the others without a lost request. */
export const restart = (state: ExistingEndpoint): EndpointEvent[] => {
  mustAllow(state, 'restart');
  return revised(state, { spec: state.spec, changed: [], cause: 'restart', percent: presentPercent(state) });
};

/** A canary stays one until somebody says otherwise, also when it is changed or restarted. */
const presentPercent = ({ rollout }: ExistingEndpoint): number => rollout?.percent ?? 100;

/** What was promised since the earlier revision still holds. */
const stillCommitted = (present: EndpointSpec, earlier: EndpointSpec): EndpointSpec => ({
  ...earlier,
  commitment: longer(present.commitment, earlier.commitment),
});

const revised = (state: ExistingEndpoint, { spec, changed, cause, percent }: Change): EndpointEvent[] => {
  const owner = ownerOf(state);
  const revision = state.revision + 1;
  const isNewTemplate = cause === 'restart' || needsReplicas(changed);
  const templateRevision = isNewTemplate ? revision : state.template;
  const released = state.domains.filter((domain) => !spec.customDomains.includes(domain));
  const updated: EndpointEvent[] = [
    {
      type: 'EndpointUpdated',
      data: { ...owner, revision, templateRevision, spec, changed: [...changed], cause },
    },
    ...released.map((domain): EndpointEvent => ({ type: 'DomainReleased', data: { ...owner, domain } })),
  ];
  return isNewTemplate ? [...updated, ...broughtOut(state, { to: revision, percent, cause })] : updated;
};

/** A new template replaces what serves; tries again what was given up; and waits where nothing runs. */
const broughtOut = (
  state: ExistingEndpoint,
  { to, percent, cause }: Readonly<{ to: number; percent: number; cause: Cause }>,
): EndpointEvent[] => {
  const owner = ownerOf(state);
  if (isFailed(state.status))
    return [{ type: 'EndpointStartRequested', data: owner }, moved(state, 'deploying', retried)];
  if (!isActive(state.status)) return [];
  const templates = { from: servingTemplate(state), to };
  const reason = rolledOut(cause, templates, percent);
  return [{ type: 'RolloutStarted', data: { ...owner, ...templates, percent, reason } }];
};

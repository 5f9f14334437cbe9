import type { EndpointSpec, Reason } from '@tidegate/contracts';
import type { HubAnswer } from './hub-answer.ts';

type Wanted = Pick<EndpointSpec, 'model' | 'modelSource' | 'environment' | 'secrets'>;

/** What engines take for their user’s own access to the hub. */
const OWN_TOKENS = ['HF_TOKEN', 'HUGGING_FACE_HUB_TOKEN', 'HF_API_TOKEN'];

const hasOwnToken = ({ environment, secrets }: Wanted): boolean =>
  OWN_TOKENS.some((name) => Object.hasOwn(environment, name) || Object.hasOwn(secrets, name));

const notFound = ({ model, modelSource }: Wanted): Reason => {
  const revision = modelSource.kind === 'hub' ? modelSource.revision : null;
  return {
    code: 'model_not_found',
    message: `The hub has no model ${model}${revision === null ? '' : ` at ${revision}`} that can be seen from here.`,
    nextStep: 'Check its id and revision. If it is private, give HF_TOKEN as a secret of the endpoint.',
  };
};

const gated = ({ model }: Wanted): Reason => ({
  code: 'gated_model',
  message: `The files of ${model} are for those who have access.`,
  nextStep: 'Ask for access on the hub, and give HF_TOKEN as a secret of the endpoint.',
});

/** Whether a model can be had, by what the hub says. Whoever brings a token of their own may see what is not shown here. */
export const reachabilityOf = (
  wanted: Wanted,
  answer: HubAnswer,
): Readonly<{ ok: true }> | Readonly<{ ok: false; reason: Reason }> => {
  if (answer.kind === 'unknown' || hasOwnToken(wanted)) return { ok: true };
  if (answer.kind === 'missing') return { ok: false, reason: notFound(wanted) };
  const isClosed = answer.kind === 'refused' || !answer.isReadable;
  return isClosed ? { ok: false, reason: gated(wanted) } : { ok: true };
};

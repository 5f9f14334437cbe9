import { type Reason, type WebhookEvent, type WebhookWish, refuse } from '@tidegate/contracts';
import type { Decider } from '@tidegate/eventing';

/** A secret that a webhook signs with, beside its present one, until a moment. Epoch microseconds. */
export type Former = Readonly<{ secretId: string; untilUs: number }>;
export type Webhook = WebhookWish &
  Readonly<{
    secretId: string;
    formers: readonly Former[];
    /** Why it is disabled; null: it is active. */
    disabled: Reason | null;
  }>;
/** All webhooks of one project by id: one aggregate, so that their number has a limit that no race passes. */
export type Webhooks = Readonly<Record<string, Webhook>>;

type Owned = Readonly<{ projectId: string; webhookId: string }>;
type Causes = Extract<WebhookEvent, { type: 'WebhookDisabled' }>['data'];
export type Disabling = Pick<Causes, 'cause' | 'reason'>;
/** What is left out stays as it is. */
type Changes = Readonly<{ [Field in keyof WebhookWish]?: WebhookWish[Field] | undefined }>;
export type WebhookCommand = Owned &
  (
    | Readonly<{ type: 'Subscribe'; wish: WebhookWish; secretId: string; most: number }>
    | Readonly<{ type: 'Change'; wish: Changes; state: 'active' | 'disabled' | null }>
    | (Readonly<{ type: 'Disable' }> & Disabling)
    | Readonly<{ type: 'RotateSecret'; secretId: string; atUs: number }>
    | Readonly<{ type: 'Test' | 'Unsubscribe' }>
    /** Both inclusive. */
    | Readonly<{ type: 'Replay'; fromPosition: number; toPosition: number }>
  );

/** The stream of a project’s webhooks. */
export const streamOf = (projectId: string): string => `webhooks-${projectId}`;

/** How long a former secret is signed with. */
export const FORMER_SECRET_US = 86_400_000_000;
/** A signature header lists one signature for each. */
const MOST_SECRETS = 5;

const BY_ITS_OWNER: Disabling = {
  cause: 'owner',
  reason: {
    code: 'webhook_disabled',
    message: 'It was disabled by request.',
    nextStep: 'Enable it; then replay what it missed, from the position at which it was disabled.',
  },
};

export const webhooks: Decider<Webhooks, WebhookCommand, WebhookEvent> = {
  initial: {},

  decide(state, command) {
    const { projectId, webhookId } = command;
    const owned = { webhookId, projectId };
    if (command.type === 'Subscribe') return subscribed(state, command);
    const webhook = state[webhookId] ?? refuse('webhook.not_found', { webhookId });
    switch (command.type) {
      case 'Change':
        return changed(webhook, command);
      case 'Disable':
        return webhook.disabled ? [] : [disabled(command, command)];
      case 'RotateSecret':
        return rotated(webhook, command);
      case 'Test':
        mustBeActive(webhook, webhookId);
        return [{ type: 'WebhookTestRequested', data: owned }];
      case 'Replay': {
        mustBeActive(webhook, webhookId);
        const { fromPosition, toPosition } = command;
        const data = { ...owned, fromPosition, toPosition };
        return [{ type: 'WebhookReplayRequested', data }];
      }
      case 'Unsubscribe':
        return [{ type: 'WebhookUnsubscribed', data: owned }];
    }
  },

  evolve(state, { type, data }) {
    const before = state[data.webhookId];
    if (type === 'WebhookSubscribed') {
      const { url, eventTypes, description, secretId } = data;
      return {
        ...state,
        [data.webhookId]: { url, eventTypes, description, secretId, formers: [], disabled: null },
      };
    }
    if (!before) return state;
    const after = (change: Partial<Webhook>): Webhooks => ({
      ...state,
      [data.webhookId]: { ...before, ...change },
    });
    switch (type) {
      case 'WebhookChanged':
        return after({ url: data.url, eventTypes: data.eventTypes, description: data.description });
      case 'WebhookSecretRotated':
        return after({ secretId: data.secretId, formers: formersAfter(before.formers, data) });
      case 'WebhookDisabled':
        return after({ disabled: data.reason });
      case 'WebhookEnabled':
        return after({ disabled: null });
      case 'WebhookUnsubscribed':
        return Object.fromEntries(Object.entries(state).filter(([id]) => id !== data.webhookId));
      case 'WebhookTestRequested':
      case 'WebhookReplayRequested':
        return state;
    }
  },
};

type Of<Type> = Extract<WebhookCommand, { type: Type }>;

const subscribed = (
  state: Webhooks,
  { wish, secretId, most, ...command }: Of<'Subscribe'>,
): WebhookEvent[] => {
  const { webhookId, projectId } = command;
  if (Object.keys(state).length >= most) return refuse('webhook.too_many', { most });
  return [{ type: 'WebhookSubscribed', data: { webhookId, projectId, ...wish, secretId } }];
};

/** What is as it was before makes no event. */
const changed = (webhook: Webhook, { wish, state, ...command }: Of<'Change'>): WebhookEvent[] => {
  const { webhookId, projectId } = command;
  const events: WebhookEvent[] = [];
  const after = {
    url: wish.url ?? webhook.url,
    eventTypes: wish.eventTypes ?? webhook.eventTypes,
    description: wish.description ?? webhook.description,
  };
  const before = { url: webhook.url, eventTypes: webhook.eventTypes, description: webhook.description };
  if (JSON.stringify(after) !== JSON.stringify(before))
    events.push({ type: 'WebhookChanged', data: { webhookId, projectId, ...after } });
  if (state === 'disabled' && !webhook.disabled) events.push(disabled(command, BY_ITS_OWNER));
  if (state === 'active' && webhook.disabled)
    events.push({ type: 'WebhookEnabled', data: { webhookId, projectId } });
  return events;
};

const disabled = ({ webhookId, projectId }: Owned, { cause, reason }: Disabling): WebhookEvent => ({
  type: 'WebhookDisabled',
  data: { webhookId, projectId, cause, reason },
});

const rotated = (webhook: Webhook, { secretId, atUs, ...command }: Of<'RotateSecret'>): WebhookEvent[] => {
  const { webhookId, projectId } = command;
  const signing = webhook.formers.filter(({ untilUs }) => untilUs > atUs);
  const [oldest] = signing;
  if (oldest && signing.length + 1 >= MOST_SECRETS)
    return refuse('webhook.rotated_too_often', {
      secrets: signing.length + 1,
      until: new Date(oldest.untilUs / 1000).toISOString(),
    });
  const former = { formerSecretId: webhook.secretId, formerUntilUs: atUs + FORMER_SECRET_US };
  return [{ type: 'WebhookSecretRotated', data: { webhookId, projectId, secretId, ...former } }];
};

/** Only the newest can still be signed with: a rotation leaves at most so many that are. */
export const formersAfter = (
  formers: readonly Former[],
  { formerSecretId, formerUntilUs }: Readonly<{ formerSecretId: string; formerUntilUs: number }>,
): Former[] => [...formers, { secretId: formerSecretId, untilUs: formerUntilUs }].slice(1 - MOST_SECRETS);

const mustBeActive = ({ disabled: why }: Webhook, webhookId: string): void => {
  if (why) refuse('webhook.disabled', { webhookId, reason: why.code });
};

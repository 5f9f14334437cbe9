import type { FieldProblem } from '@tidegate/contracts';

type Replay = Readonly<{ deliveryId?: unknown; since?: unknown; afterPosition?: unknown }>;

/** What no receiver could be reached at, whatever it resolves to. */
export const urlProblems = ({ url }: Readonly<{ url?: unknown }>): FieldProblem[] => {
  if (typeof url !== 'string') return [];
  const parsed = URL.parse(url);
  if (!parsed || !/^https?:$/.test(parsed.protocol))
    return [{ pointer: '/url', message: 'must be an http or https URL' }];
  return parsed.username || parsed.password
    ? [{ pointer: '/url', message: 'must not carry a user name or password' }]
    : [];
};

/** One of three ways to say what is to come again. */
export const replayProblems = ({ deliveryId, since, afterPosition }: Replay): FieldProblem[] => {
  const said = [deliveryId, since, afterPosition].filter((one) => one !== undefined && one !== null);
  if (said.length !== 1)
    return [{ pointer: '', message: 'must have one of deliveryId, since and afterPosition' }];
  if (typeof since !== 'string') return [];
  const at = Date.parse(since);
  return at >= 0 && at < Date.UTC(10_000, 0)
    ? []
    : [{ pointer: '/since', message: 'must be a time like 2030-01-31T12:00:00Z' }];
};

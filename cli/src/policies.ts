import { InvalidArgumentError } from 'commander';

export type Policy = { name: string; scaling: Record<string, unknown> };

const WAIT_PRICES = ['lean', 'balanced', 'fast'];
const NAME = /^[A-Za-z0-9][\w .:+-]{0,63}$/;

/** `fast`, `nights=lean` or `wide`: a name, and the price of waiting where it says one; else settings must follow. */
export const policyOf = (text: string, before: readonly Policy[] = []): Policy[] => {
  const [name = '', price] = text.split('=', 2);
  if (!NAME.test(name))
    throw new InvalidArgumentError('A policy is a name, or name=lean, name=balanced or name=fast.');
  if (before.some((policy) => policy.name === name))
    throw new InvalidArgumentError(`There are two policies “${name}”.`);
  if (price !== undefined && !WAIT_PRICES.includes(price))
    throw new InvalidArgumentError(`“${price}” is none of ${WAIT_PRICES.join(', ')}.`);
  const waitPrice = price ?? (WAIT_PRICES.includes(name) ? name : undefined);
  return [...before, { name, scaling: waitPrice === undefined ? {} : { waitPrice } }];
};

export type Setting = Readonly<{ policy: string | null; path: readonly string[]; value: unknown }>;

/** `maxReplicas=4`, or `wide:maxReplicas=4` for one policy. Values are JSON, and text where they are none. */
export const settingOf = (text: string, before: readonly Setting[] = []): Setting[] => {
  const [, policy, key, raw] = /^(?:([^:=]+):)?([A-Za-z][\w.]*)=(.*)$/s.exec(text) ?? [];
  if (key === undefined || raw === undefined)
    throw new InvalidArgumentError('A setting is key=value, or policy:key=value, like wide:maxReplicas=4.');
  return [...before, { policy: policy ?? null, path: key.split('.'), value: valueOf(raw) }];
};

const valueOf = (raw: string): unknown => {
  try {
    return JSON.parse(raw) as unknown;
  } catch {
    return raw;
  }
};

/** What is asked for: the endpoint’s own policy first, unless one of them is called so. */
export const policiesWith = (
  policies: readonly Policy[],
  settings: readonly Setting[],
): readonly Policy[] | string => {
  const own = settings.some(({ policy }) => policy === null);
  const named = own && policies.length === 0 ? [{ name: 'changed', scaling: {} }] : policies;
  const unknown = settings.find(
    ({ policy }) => policy !== null && !named.some(({ name }) => name === policy),
  );
  if (unknown) return `--set names the policy “${String(unknown.policy)}”, which no --policy does`;
  const changed = named.map(({ name, scaling }) => ({
    name,
    scaling: settings
      .filter(({ policy }) => policy === null || policy === name)
      .reduce((before, { path, value }) => placed(before, path, value), scaling),
  }));
  const same = changed.find(({ name, scaling }) => name !== 'current' && Object.keys(scaling).length === 0);
  if (same)
    return `the policy “${same.name}” changes nothing: say ${same.name}=fast, or --set ${same.name}:key=value`;
  return changed.some(({ name }) => name === 'current')
    ? changed
    : [{ name: 'current', scaling: {} }, ...changed];
};

const placed = (
  target: Record<string, unknown>,
  path: readonly string[],
  value: unknown,
): Record<string, unknown> => {
  const [key = '', ...rest] = path;
  if (rest.length === 0) return { ...target, [key]: value };
  const inner = target[key];
  const below = typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>) : {};
  return { ...target, [key]: placed(below, rest, value) };
};

import type { NodeTraits } from '@tidegate/contracts';

/** What an operator says of a node. */
export type OwnTraits = Pick<NodeTraits, 'labels' | 'taints' | 'zone'>;

export const NO_TRAITS: OwnTraits = { labels: {}, taints: [], zone: null };

const MOST = 64;
const WORD = '[A-Za-z0-9](?:[A-Za-z0-9._/-]{0,61}[A-Za-z0-9])?';
const NAME = new RegExp(`^${WORD}$`);
const LABEL = new RegExp(`^(${WORD})\\s*=\\s*(${WORD})$`);
const GRAMMAR =
  'letters and digits with dots, dashes, slashes and underscores between them, at most 63 of them';
/** Labels that agents give by themselves begin with it. */
const OURS = 'tidegate.';

const partsOf = (text: string): string[] => {
  const parts = text.trim() === '' ? [] : text.split(',').map((part) => part.trim());
  if (parts.length > MOST) throw new Error(`holds more than ${String(MOST)}; name fewer`);
  return parts;
};

/** @param text like `rack=7,gpu.pool=batch` @throws Error with what is wrong and what to write instead */
export const labelsIn = (text: string): Record<string, string> => {
  const labels = new Map<string, string>();
  partsOf(text).forEach((part, at) => {
    const [, name, value] = LABEL.exec(part) ?? [];
    if (name === undefined || value === undefined)
      throw new Error(
        `cannot read its part ${String(at + 1)}; write rack=7,pool=batch, each side of ${GRAMMAR}`,
      );
    if (name.startsWith(OURS))
      throw new Error(`may not set ${name}; choose a name that does not begin with ${OURS}`);
    if (labels.has(name)) throw new Error(`sets ${name} twice; leave one of them out`);
    labels.set(name, value);
  });
  return Object.fromEntries(labels);
};

/** @param text like `spot,dedicated` @throws Error with what is wrong and what to write instead */
export const taintsIn = (text: string): string[] => {
  const taints = partsOf(text);
  taints.forEach((taint, at) => {
    if (!NAME.test(taint))
      throw new Error(`cannot read its part ${String(at + 1)}; write spot,dedicated, each of ${GRAMMAR}`);
  });
  return [...new Set(taints)].toSorted();
};

/** @throws Error with what is wrong and what to write instead */
export const zoneIn = (text: string): string | null => {
  const zone = text.trim();
  if (zone !== '' && !NAME.test(zone))
    throw new Error(`is no name of a zone; write eu-west-1a, of ${GRAMMAR}`);
  return zone === '' ? null : zone;
};

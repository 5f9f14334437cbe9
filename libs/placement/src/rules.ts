import { NO_RULES, type NodeOffer, type Rules } from './offer.ts';

/** Why a node is out of the question for a request, whatever is free on it; null: it is not. */
export const ruledOut = ({ labels, tolerates, zones }: Rules, offer: NodeOffer): string | null => {
  const taint = offer.taints.find((one) => !tolerates.includes(one));
  if (taint !== undefined) return `keeps off who does not tolerate ${taint}`;
  if (zones !== null && (offer.zone === null || !zones.includes(offer.zone)))
    return `is in ${offer.zone === null ? 'no zone' : `zone ${offer.zone}`}`;
  for (const [name, value] of Object.entries(labels))
    if (offer.labels[name] !== value) return `lacks the label ${name}=${value}`;
  return null;
};

/** Equal rules have equal keys. */
export const keyOfRules = (rules: Rules): string => {
  if (rules === NO_RULES) return '';
  const { labels, tolerates, zones } = rules;
  const sorted = Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1));
  if (sorted.length === 0 && tolerates.length === 0 && zones === null) return '';
  return JSON.stringify([sorted, tolerates.toSorted(), zones?.toSorted() ?? null]);
};

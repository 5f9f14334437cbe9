/**
 * Shapes that are secrets wherever they appear: our own tokens, keys of the usual providers, and bearer headers.
 * Every repetition is bounded, so that no line can make the search slow.
 */
const SECRETS: readonly (readonly [RegExp, string])[] = [
  [/\btg_[0-9a-f]{12}_[A-Za-z0-9_-]{43}/g, 'tg_[masked]'],
  [/\bsk-[A-Za-z0-9_-]{16,200}/g, 'sk-[masked]'],
  [/\bhf_[A-Za-z0-9]{20,100}/g, 'hf_[masked]'],
  [/\bgh[pousr]_[A-Za-z0-9]{20,255}/g, 'gh_[masked]'],
  [/\bwhsec_[A-Za-z0-9+/=]{16,200}/g, 'whsec_[masked]'],
  [/\b(authorization["']?\s{0,4}[:=]\s{0,4}["']?(?:bearer|basic)\s{1,4})[\w.~+/=-]{8,2000}/gi, '$1[masked]'],
  [/\b(bearer\s{1,4})[\w.~+/=-]{16,2000}/gi, '$1[masked]'],
];

/** A line that a program wrote, without the secrets that are known by their shape. */
export const maskSecrets = (text: string): string =>
  SECRETS.reduce((masked, [shape, mask]) => masked.replace(shape, mask), text);

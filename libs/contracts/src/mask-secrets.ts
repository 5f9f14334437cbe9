/**
 * Shapes that are secrets wherever they appear: our own tokens, keys of the usual providers, bearer headers, private keys, and
 * what is assigned to a name that says so. Every repetition is bounded, and no search begins within what another one has read,
 * so that no line can make the search slow.
 */
const SECRETS: readonly (readonly [RegExp, string])[] = [
  [/\btg_[0-9a-f]{12}_[A-Za-z0-9_-]{43}/g, 'tg_[masked]'],
  [/\bsk-[A-Za-z0-9_-]{16,200}/g, 'sk-[masked]'],
  [/\b([rs]k_(?:live|test)_)[A-Za-z0-9]{10,200}/g, '$1[masked]'],
  [/\bhf_[A-Za-z0-9]{20,100}/g, 'hf_[masked]'],
  [/\bgh[pousr]_[A-Za-z0-9]{20,255}/g, 'gh_[masked]'],
  [/\bgithub_pat_\w{20,255}/g, 'github_pat_[masked]'],
  [/\bglpat-[\w-]{20,200}/g, 'glpat-[masked]'],
  [/\bnpm_[A-Za-z0-9]{36}/g, 'npm_[masked]'],
  [/\bnvapi-[\w-]{20,200}/g, 'nvapi-[masked]'],
  [/\bxox[abeoprs]-[\w-]{10,250}/g, 'xox-[masked]'],
  [/\bAIza[\w-]{35}/g, 'AIza[masked]'],
  [/\b(AKIA|ASIA)[A-Z0-9]{16}\b/g, '$1[masked]'],
  [/\bwhsec_[A-Za-z0-9+/=]{16,200}/g, 'whsec_[masked]'],
  [/\b(authorization["']?\s{0,4}[:=]\s{0,4}["']?(?:bearer|basic)\s{1,4})[\w.~+/=-]{8,2000}/gi, '$1[masked]'],
  [/\b(bearer\s{1,4})[\w.~+/=-]{16,2000}/gi, '$1[masked]'],
  // A JSON Web Token, also one that was cut behind the beginning of its claims.
  [/(?<![\w-])eyJ[\w-]{8,4000}\.[\w-]{8,8000}(?:\.[\w-]{0,2000})?/g, 'eyJ[masked]'],
  // A key on one line, its line breaks escaped or left out.
  [
    /(-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----)[^-]{1,16000}(?:-----END [A-Z ]{0,40}PRIVATE KEY-----)?/g,
    '$1[masked]',
  ],
  // Where a replica pushes its lines to.
  [/(\/push\/repl-[0-9a-f]{12}\/)[0-9a-f]{32}/g, '$1[masked]'],
  [/(:\/\/[^\s/:@"']{1,100}:)[^\s/@"']{1,200}@/g, '$1[masked]@'],
  [/((?:password|passwd|passphrase|secret)["']?\s{0,4}[:=]\s{0,4}["']?)[^\s"',;&]{4,500}/gi, '$1[masked]'],
  [/((?:api|access|account|private)[_-]?key["']?\s{0,4}[:=]\s{0,4}["']?)[^\s"',;&]{8,500}/gi, '$1[masked]'],
  // Of one word at least this long: models speak of tokens all the time.
  [/(token["']?\s{0,4}[:=]\s{0,4}["']?)[\w.~+/=-]{16,2000}/gi, '$1[masked]'],
];

/** Without any of these no shape above is there, and most lines have none. */
const HINTS =
  /tg_|sk[-_]|rk_|hf_|gh[pousr]_|github_pat_|glpat-|npm_|nvapi-|xox|AIza|AKIA|ASIA|whsec_|eyJ|-----BEGIN|:\/\/|\/push\/|bearer|basic|pass|secret|key|token/i;

/** A line that a program wrote, without the secrets that are known by their shape. */
export const maskSecrets = (text: string): string =>
  HINTS.test(text) ? SECRETS.reduce((masked, [shape, mask]) => masked.replace(shape, mask), text) : text;

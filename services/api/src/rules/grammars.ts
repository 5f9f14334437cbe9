/** The shapes of texts that name something outside: each is bounded before it is matched, so that no text is slow to judge. */

const COMPONENT = /^[a-z0-9]+(?:(?:\.|__?|-{1,32})[a-z0-9]+)*$/;
const REGISTRY =
  /^(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*)(?::\d{1,5})?$/;
const TAG = /^\w[\w.-]{0,127}$/;
const DIGEST = /^sha256:[0-9a-f]{64}$/;

export type ImageName = Readonly<{
  /** Null: the registry that an unqualified name means. */
  registry: string | null;
  /** `owner/name` within the registry. */
  path: string;
  tag: string | null;
  digest: string | null;
}>;

/** `registry/name:tag@sha256:…`, of which only the name must be there; null when it is none. */
export const imageName = (reference: string): ImageName | null => {
  if (reference.length > 500) return null;
  const [named = '', digest = null, ...more] = reference.split('@');
  const [path, tag] = cutTag(named);
  const [registry, parts] = cutRegistry(path);
  const isName =
    more.length === 0 &&
    fits(digest, DIGEST) &&
    fits(tag, TAG) &&
    fits(registry, REGISTRY) &&
    parts.every(isComponent);
  return isName ? { registry, path: parts.join('/'), tag, digest } : null;
};

const fits = (part: string | null, shape: RegExp): boolean => part === null || shape.test(part);
const isComponent = (part: string): boolean => COMPONENT.test(part);

/** A colon before the last part belongs to the registry’s port. */
const cutTag = (named: string): [path: string, tag: string | null] => {
  const colon = named.lastIndexOf(':');
  return colon > named.lastIndexOf('/') ? [named.slice(0, colon), named.slice(colon + 1)] : [named, null];
};

/** A first part that could be a host is one; else it belongs to the name. */
const cutRegistry = (path: string): [registry: string | null, parts: string[]] => {
  const [first = '', ...rest] = path.split('/');
  const isHost = rest.length > 0 && /[.:]|^localhost$/.test(first);
  return isHost ? [first, rest] : [null, [first, ...rest]];
};

/** A path that begins at the root, without a query. */
export const isUrlPath = (text: string): boolean =>
  text.length <= 500 && /^\/[\w.~!$&'()*+,;=:@%/-]*$/.test(text) && hasPlainParts(text.slice(1));

/** A folder of a machine or container, from its root. */
export const isAbsoluteFolder = (text: string): boolean =>
  text.length <= 500 && /^(?:\/[\w.-]+)+$/.test(text) && hasPlainParts(text.slice(1));

/** Neither `.` and `..`, which lead elsewhere, nor an empty part within. */
const hasPlainParts = (path: string): boolean =>
  path
    .split('/')
    .every((part, i, all) => part !== '.' && part !== '..' && (part !== '' || i === all.length - 1));

/** The name of a node’s label, of a taint or of a zone. */
export const isLabelName = (text: string): boolean =>
  text.length <= 63 && /^[A-Za-z0-9](?:[\w./-]*[A-Za-z0-9])?$/.test(text);

export const isLabelValue = (text: string): boolean => /^[\w./-]{0,63}$/.test(text);

/** A branch, tag or commit of a model repository. */
export const isGitRevision = (text: string): boolean =>
  /^\w[\w.-]{0,99}(?:\/[\w.-]{1,99}){0,4}$/.test(text) && hasPlainParts(text);

/** Why a text is not the name of a host that certificates and DNS know; null when it is one. Case does not matter. */
export const hostNameProblem = (text: string): string | null => {
  if (text.includes('*')) return 'must name one host: a wildcard is not taken, add each host by itself';
  if (isAddress(text))
    return 'must be a host name: an IP address cannot be proven, give it a name in your DNS';
  if (text.endsWith('.')) return 'must not end with a dot';
  if (/[^\x21-\x7e]/.test(text)) return 'must be ASCII: write it in its xn-- form';
  const labels = text.toLowerCase().split('.');
  const isName =
    text.length <= 253 &&
    labels.length >= 2 &&
    labels.every((label) => /^(?!-)[a-z0-9-]{1,63}$/.test(label) && !label.endsWith('-'));
  return isName ? null : 'must be a host name such as models.example.com, without scheme, port or path';
};

/** The last label of a host name is never a number. */
const isAddress = (text: string): boolean => text.includes(':') || /(?:^|\.)(?:\d+|0x[0-9a-f]*)$/i.test(text);

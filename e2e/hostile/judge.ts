import { parseAllDocuments } from 'yaml';
import type { Attack } from './attack.ts';
import type { Heard } from './send.ts';

type Problem = Readonly<{
  type?: unknown;
  title?: unknown;
  status?: unknown;
  detail?: unknown;
  code?: unknown;
  remedy?: unknown;
  requestId?: unknown;
  errors?: readonly Readonly<{ pointer: unknown; message: unknown }>[];
}>;

/** Questions that have a body: asking them changes nothing. */
const ONLY_READS: ReadonlySet<string> = new Set(['/v1/sizing', '/v1/endpoints/{endpointId}/simulate']);

/** A frame of a stack, or where code and servers are. */
const INSIDE =
  /\bat [^"]{0,200}:\d+:\d+|node_modules|\/dist\/|\.[jt]s:\d+|node:internal|postgres:\/\/|Error: /;

/** What is wrong with an answer; nothing when it is as it must be. */
export const complaintsAbout = (attack: Attack, heard: Heard, secrets: readonly string[]): string[] => {
  const { status, text } = heard;
  const found = status >= 400 ? wrongProblem(attack, heard) : wrongGrant(attack, heard);
  if (status >= 500 || status < 200 || (status >= 300 && status < 400)) found.push('has no such status');
  if (secrets.some((secret) => text.includes(secret))) found.push('shows a secret');
  return found;
};

/** Who is signed in may be asked by anyone: to a stranger it is nobody. */
const isNobodySignedIn = ({ method, route }: Attack, { text }: Heard): boolean =>
  route.path === '/v1/session' && (method === 'DELETE' || text === '{"session":null}');

const wrongGrant = (attack: Attack, heard: Heard): string[] => {
  const { who, method, route } = attack;
  if (who === 'nobody') return isNobodySignedIn(attack, heard) ? [] : ['was granted to nobody'];
  // All that these paths name is the attacked project's; a run is made in one's own.
  if (who === 'foreign' && route.path.includes('{') && !route.path.endsWith('/run'))
    return ['was granted to a stranger'];
  return who === 'viewer' && method !== 'GET' && !ONLY_READS.has(route.path)
    ? ['was granted to a viewer']
    : [];
};

const wrongProblem = (attack: Attack, { status, type, text }: Heard): string[] => {
  if (INSIDE.test(text)) return ['shows its inside'];
  if (!type.startsWith('application/problem+json')) return [`is ${type}, no problem`];
  const problem = parsed(text) as Problem | undefined;
  if (!problem) return ['is no JSON'];
  const { code } = problem;
  const found: string[] = [];
  if (problem.status !== status) found.push('has another status in its body');
  if (typeof code !== 'string' || problem.type !== `/docs/errors/${code}`) found.push('leads to no page');
  for (const member of ['title', 'detail', 'remedy', 'requestId'] as const)
    if (!isFilled(problem[member], attack.path)) found.push(`has no good ${member}`);
  return [...found, ...(code === 'request.invalid' ? wrongPointers(attack, problem) : [])];
};

const wrongPointers = (attack: Attack, { errors = [] }: Problem): string[] => {
  if (errors.length === 0) return ['names no field'];
  const sent = documentOf(attack);
  return errors.flatMap(({ pointer, message }) => {
    if (typeof pointer !== 'string' || typeof message !== 'string' || message === '')
      return ['has an error without words'];
    return isNamed(attack, sent, pointer) ? [] : [`points to ${pointer.slice(0, 80)}, which was not sent`];
  });
};

/** It has no hole where something should stand, unless the hole was sent. */
const isFilled = (text: unknown, path: string): boolean =>
  typeof text === 'string' && text !== '' && (path.includes('{') || !/\{\w+\}/.test(text));

/** A field that was sent, one that is missing where it could stand, a query parameter, or a header. */
const isNamed = ({ headers, path, route }: Attack, sent: unknown, pointer: string): boolean => {
  if (pointer === '' || pointer === '?') return true;
  if (pointer.startsWith('?')) {
    const name = pointer.slice(1);
    return (
      [...new URL(path, 'http://x').searchParams.keys(), ...route.query.map((one) => one.name)].includes(
        name,
      ) ||
      // What cannot be decoded is named as it came.
      path.includes(name)
    );
  }
  if (!pointer.startsWith('/')) return Object.hasOwn(headers, pointer.toLowerCase());
  let value = sent;
  for (const step of pointer.slice(1).split('/')) {
    if (typeof value !== 'object' || value === null) return false;
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
    if (!Object.hasOwn(value, key)) return !Array.isArray(value);
    value = (value as Record<string, unknown>)[key];
  }
  return true;
};

/** Documents that are applied are a list, one alone too. */
const documentOf = ({ route, headers, body }: Attack): unknown => {
  const text = body?.toString('utf8').replace(/^\ufeff/, '') ?? '';
  const isApplied = route.path === '/v1/apply';
  if (headers['content-type']?.startsWith('application/yaml') && isApplied) return documentsIn(text);
  const value = parsed(text);
  return isApplied && !Array.isArray(value) ? [value] : value;
};

const documentsIn = (text: string): unknown => {
  try {
    const documents = parseAllDocuments(text, { uniqueKeys: false, logLevel: 'silent' });
    return documents.map((one) => one.toJS() as unknown).filter((one) => one !== null);
  } catch {
    return undefined;
  }
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};

/** An answer without what tells one thing from another: ids, the names that things were given, and times. */
export const faceOf = ({ status, type, text }: Heard): string =>
  `${String(status)} ${type} ${text
    .replace(/\b(?:endpt|proj|tok|sgrp|req|repl)-[0-9a-f]{12}\b/g, '<id>')
    .replace(/\b\d{9,15}\b/g, '<number>')
    .replace(/[\w.-]+\.example\.com/g, '<domain>')}`;

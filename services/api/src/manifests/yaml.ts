import { refuse } from '@tidegate/contracts';
import { type Document, YAMLError, isScalar, parseAllDocuments, stringify, visit } from 'yaml';
import { isRecord } from '../changes/merge-patch.ts';
import type { Document as ManifestDocument } from './manifest.ts';

export const MOST_DOCUMENTS = 50;
/** What fifty endpoints need is far below; what a parser must read in one go is not more. */
export const LONGEST_TEXT = 128 * 1024;
/** An alias repeats what it names: with few of them no text can unfold into more than memory holds. */
const MOST_ALIASES = 32;

/**
 * The documents of a YAML text, as plain JSON values.
 * @throws Refusal request.bad_yaml
 */
export const documentsIn = (text: string): unknown[] => {
  if (text.length > LONGEST_TEXT) return bad(`it is longer than ${LONGEST_TEXT} characters`);
  if ((text.match(/^---/gm)?.length ?? 0) > MOST_DOCUMENTS + 1) return tooMany();
  try {
    const values = parsed(text).map((one) => one.toJS({ maxAliasCount: MOST_ALIASES }) as unknown);
    // A separator at the end begins a document that is nothing.
    const said = values.filter((value) => value !== null);
    if (said.length > MOST_DOCUMENTS) return tooMany();
    return said.every(isPlain) ? said : bad('it has a key that is none in JSON');
  } catch (error) {
    const isTheirs = [YAMLError, ReferenceError, RangeError].some((kind) => error instanceof kind);
    if (!isTheirs) throw error;
    return bad((error as Error).message);
  }
};

const parsed = (text: string): Document.Parsed[] => {
  const documents = parseAllDocuments(text, OPTIONS);
  if (!Array.isArray(documents)) return [];
  // What it only warns of, as a tag that nobody knows, would mean something else than whoever wrote it thinks.
  const error = documents.flatMap(({ errors, warnings }) => [...errors, ...warnings])[0];
  if (error) return bad(error.message);
  for (const document of documents) mustNameOnce(document);
  return documents;
};

/** The library compares each key with all others, which takes minutes for a map of many: keys are compared here instead. */
const OPTIONS = { version: '1.2', schema: 'core', uniqueKeys: false, logLevel: 'silent' } as const;

const mustNameOnce = (document: Document.Parsed): void => {
  visit(document, {
    Map: (_, { items }) => {
      const keys = items.map(({ key }) =>
        isScalar(key) ? String(key.value) : bad('it has a key that is no text'),
      );
      if (new Set(keys).size < keys.length) bad('it names a key twice');
    },
  });
};

const tooMany = (): never => bad(`it has more than ${MOST_DOCUMENTS} documents`);
const bad = (problem: string): never =>
  refuse('request.bad_yaml', { problem: problem.split('\n', 1)[0]?.slice(0, 200) ?? '' });

/** Objects, lists and simple values whose keys poison no prototype. */
const isPlain = (value: unknown): boolean => {
  if (typeof value === 'bigint' || typeof value === 'symbol') return false;
  if (Array.isArray(value)) return value.every(isPlain);
  return !isRecord(value) || (!Object.hasOwn(value, '__proto__') && Object.values(value).every(isPlain));
};

/** A document as people write it. Of sealed values only the names stand in it, as a comment. */
export const yamlOf = (document: ManifestDocument, sealed: readonly string[]): string =>
  stringify(document, { lineWidth: 110, schema: 'core', version: '1.2' }) + sealedComment(sealed);

const sealedComment = (sealed: readonly string[]): string =>
  sealed.length === 0
    ? ''
    : [
        '# Sealed, and never shown. Left out they stay as they are; give a value to set one anew, null to take it away.',
        ...sealed.map((name) => `#   ${name}`),
      ].join('\n') + '\n';

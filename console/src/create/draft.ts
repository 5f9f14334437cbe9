/** A request body that is being written, as JSON; what is not said is left to the platform. */
export type Json = string | number | boolean | null | readonly Json[] | Draft;
export interface Draft {
  readonly [name: string]: Json | undefined;
}

const isObject = (value: Json | undefined): value is Draft =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The words of a JSON pointer (RFC 6901). */
export const wordsOf = (pointer: string): readonly string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((word) => word.replaceAll('~1', '/').replaceAll('~0', '~'));

export const pointerTo = (...words: readonly string[]): string =>
  words.map((word) => `/${word.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

export const valueAt = (draft: Draft, pointer: string): Json | undefined =>
  wordsOf(pointer).reduce<Json | undefined>(
    (value, word) =>
      isObject(value)
        ? value[word]
        : Array.isArray(value)
          ? (value as readonly Json[])[Number(word)]
          : undefined,
    draft,
  );

/** The draft with another value at a place; undefined takes it away, and what is left empty by that. */
export const withValue = (draft: Draft, pointer: string, value: Json | undefined): Draft =>
  put(draft, wordsOf(pointer), value) ?? {};

const put = (
  draft: Draft,
  [word, ...rest]: readonly string[],
  value: Json | undefined,
): Draft | undefined => {
  if (word === undefined) return draft;
  const inside = draft[word];
  const next = rest.length === 0 ? value : put(isObject(inside) ? inside : {}, rest, value);
  const others = Object.entries(draft).filter(([name]) => name !== word);
  const changed: Draft = next === undefined ? Object.fromEntries(others) : { ...draft, [word]: next };
  return Object.keys(changed).length === 0 ? undefined : changed;
};

/** What may be kept in a browser: secrets and passwords are not. */
export const keepable = (draft: Draft): Draft =>
  withValue(withValue(draft, '/secrets', undefined), '/image/credentials', undefined);

/** What was kept, or nothing when it is no draft. */
export const restored = (kept: string | null): Draft => {
  try {
    const draft = JSON.parse(kept ?? '{}') as Json;
    return isObject(draft) ? draft : {};
  } catch {
    return {};
  }
};

/** What there is to say of a field: at its own place, or below it where nothing shows what is inside. */
export const saidOf = (
  pointer: string,
  said: readonly Readonly<{ pointer: string; message: string }>[],
): string | undefined => {
  const messages = said
    .filter((one) => one.pointer === pointer || one.pointer.startsWith(`${pointer}/`))
    .map((one) =>
      one.pointer === pointer
        ? one.message
        : `${wordsOf(one.pointer.slice(pointer.length)).join(' ')}: ${one.message}`,
    );
  return messages.length === 0 ? undefined : messages.join('; ');
};

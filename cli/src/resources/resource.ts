/** What of an endpoint a command may wait for. */
export type Waits = 'settled' | 'stopped' | 'disabled' | 'gone';

/**
 * One thing that can be done to a kind of resource: an operation of the platform, and what the document does not say of it.
 * Arguments, options and help come from the operation.
 */
export type Verb = Readonly<{
  operation: string;
  /** Instead of the summary of the operation. */
  about?: string;
  aliases?: readonly string[];
  /** Fields of the body that are arguments; `?` at the end: may be left out. */
  arguments?: readonly string[];
  /** Options that are called otherwise than their fields, or lie deeper: `min` for `scaling.minReplicas`. */
  options?: Readonly<Record<string, string>>;
  /** Fields of its body that are set by something else. */
  without?: readonly string[];
  /** Fields of its body that name something of another kind: `channelIds` for `channelId`. */
  names?: Readonly<Record<string, string>>;
  /** As `TITLE=path|format`; without them those of the resource. */
  columns?: readonly string[];
  wide?: readonly string[];
  /** Show every field of what is answered, one a line. */
  isWhole?: boolean;
  nothing?: string;
  /** A field that people want to copy: it alone goes to stdout. */
  bare?: string;
  /** Said on stderr when it is done; `{argument}` and `{field}` of what was answered. */
  says?: string;
  /** `prompt`: a person is asked; `always`: a program must say --yes; `name`: the name must be typed. */
  confirm?: 'prompt' | 'always' | 'name';
  waits?: Waits;
  /** A query parameter that makes it only judge. */
  judges?: string;
  /** The newest last. */
  isReversed?: boolean;
  /** A list within what is answered, which people see as a table, and a sentence above it. */
  part?: Readonly<{ path: string; above?: string }>;
  /** A map in the body of which its last word is taken out. */
  takesOutOf?: string;
}>;

export type Resource = Readonly<{
  noun: string;
  plural: string;
  about: string;
  columns: readonly string[];
  wide?: readonly string[];
  nothing?: string;
  /** The verb that the noun alone means. */
  alone?: string;
  verbs: Readonly<Record<string, Verb>>;
}>;

export type Nouns = readonly Resource[];

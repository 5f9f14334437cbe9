import type { ReactNode } from 'react';
import type { Field, Values } from './fields.ts';
import type { AskPage } from './paged.ts';
import type { Column } from './resource-table.tsx';

/** What came of an action: a sentence, and what is shown this once. */
export type Outcome = Readonly<{ said: string; secret?: string | null }>;

export type Action<Item> = Readonly<{
  label: string;
  when?: (item: Item) => boolean;
  /** Asked before it is done. */
  asks?: string;
  does: (item: Item) => Promise<Outcome>;
}>;

/** What is listed, created, changed, tried out and removed: everything that its page needs to know of it. */
export type Resource<Item, Created = unknown> = Readonly<{
  /** The first word of its queries’ keys. */
  topic: string;
  title: string;
  about: string;
  /** One of them, as in “Create a webhook”. */
  noun: string;
  /** Whose list it is, where the topic alone does not say. */
  scope?: string | undefined;
  ask: AskPage<Item>;
  everyMs?: number;
  idOf: (item: Item) => string;
  nameOf: (item: Item) => string;
  columns: readonly Column<Item>[];
  empty: Readonly<{ sentence: string; command?: string }>;
  fields: readonly Field[];
  /** What a new one starts with. */
  usual?: Readonly<Record<string, unknown>>;
  create?: (values: Values) => Promise<Created>;
  createVerb?: string;
  /** What of a created one is shown this once. */
  secretOf?: (created: Created) => string | null;
  change?: (item: Item, values: Values, before: Values) => Promise<unknown>;
  /** An item as its form shows it; without, its own fields. */
  formOf?: (item: Item) => Readonly<Record<string, unknown>>;
  remove?: Readonly<{
    verb: string;
    loses: string;
    when?: (item: Item) => boolean;
    does: (item: Item) => Promise<unknown>;
  }>;
  actions?: readonly Action<Item>[];
  /** What else there is to know, in a drawer of its own. */
  detail?: (item: Item) => ReactNode;
  filters?: ReactNode;
}>;

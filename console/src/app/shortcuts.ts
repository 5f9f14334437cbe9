import { PLACES } from './places.ts';

export type Deed =
  | Readonly<{ kind: 'go'; to: string }>
  | Readonly<{ kind: 'palette' | 'sheet' | 'search' | 'next' | 'previous' }>;

export type Pressed = Readonly<{
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  /** Whether the press goes into a field. */
  isTyping: boolean;
}>;

/** `pending`: the first key of a sequence, which waits for its second. */
export type Heard = Readonly<{ pending: string | null; deed: Deed | null }>;

const NOTHING: Heard = { pending: null, deed: null };
const does = (deed: Deed): Heard => ({ pending: null, deed });

const SINGLE: Readonly<Record<string, Deed>> = {
  '?': { kind: 'sheet' },
  '/': { kind: 'search' },
  '.': { kind: 'palette' },
  c: { kind: 'go', to: '/endpoints/new' },
  j: { kind: 'next' },
  k: { kind: 'previous' },
};

const second = (key: string): Heard => {
  const place = PLACES.find(({ keys }) => keys === key);
  return place ? does({ kind: 'go', to: place.to }) : NOTHING;
};

const letter = (key: string): Heard => {
  if (key === 'g') return { pending: 'g', deed: null };
  const deed = SINGLE[key];
  return deed ? does(deed) : NOTHING;
};

/** What a press means, given the key that waits; single letters can be switched off, the palette cannot. */
export const hear = (pending: string | null, pressed: Pressed, areLettersOn: boolean): Heard => {
  const { key, isTyping } = pressed;
  const isCommand = pressed.ctrlKey || pressed.metaKey;
  if (isCommand && key.toLowerCase() === 'k') return does({ kind: 'palette' });
  if (!areLettersOn || isTyping || isCommand || pressed.altKey) return NOTHING;
  return pending === 'g' ? second(key) : letter(key);
};

/** For the sheet: keys and what they do. */
export const SHEET: readonly (readonly [keys: string, what: string])[] = [
  ['Ctrl K', 'Open the palette: go anywhere, do anything (⌘ K on a Mac)'],
  ['.', 'Open the palette'],
  ['/', 'Search on this page'],
  ['c', 'Create an endpoint'],
  ['j', 'Next row'],
  ['k', 'Row before'],
  ['Enter', 'Open the row'],
  ['?', 'This sheet'],
  ...PLACES.map(({ keys, label }) => [`g ${keys}`, `Go to ${label}`] as const),
];

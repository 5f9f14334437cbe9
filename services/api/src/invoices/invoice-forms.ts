export const TYPES = {
  json: 'application/json; charset=utf-8',
  html: 'text/html; charset=utf-8',
  pdf: 'application/pdf',
} as const;
export type Form = keyof typeof TYPES;

const NAME = /^(.*)\.(json|html|pdf)$/;

/** The id before what says the form. */
export const idIn = (name: string): string => NAME.exec(name)?.[1] ?? name;

/** What the name says, else the first of our forms that the caller accepts; JSON where it accepts anything. */
export const formOf = (name: string, accept = ''): Form => {
  const named = NAME.exec(name)?.[2];
  if (named === 'json' || named === 'html' || named === 'pdf') return named;
  const wanted = accept
    .split(',')
    .map((range) => /^\s*([^;\s]+)\s*(?:;.*?q=([\d.]+))?/i.exec(range))
    .map((found) => ({ type: found?.[1]?.toLowerCase() ?? '', quality: Number(found?.[2] ?? 1) }))
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality)
    .map(({ type }) => FORMS.get(type))
    .find((form) => form !== undefined);
  return wanted ?? 'json';
};

const FORMS: ReadonlyMap<string, Form> = new Map([
  ['application/json', 'json'],
  ['*/*', 'json'],
  ['text/html', 'html'],
  ['application/pdf', 'pdf'],
]);

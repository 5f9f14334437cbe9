import type { Draft, Json } from './draft.ts';

const PLAIN = /^[A-Za-z_/][\w ./@+-]*$/;
/** What YAML 1.1 or 1.2 would read as something else than text. */
const OTHERWISE = /^(?:true|false|null|yes|no|on|off|y|n|~)$/i;

const scalar = (value: string | number | boolean | null): string =>
  typeof value === 'string'
    ? PLAIN.test(value) && !OTHERWISE.test(value) && value.trim() === value
      ? value
      : JSON.stringify(value)
    : String(value);

const isEmpty = (value: Json): boolean =>
  typeof value === 'object' && value !== null && Object.keys(value).length === 0;

/** JSON as YAML: blocks, quoted only where it must be. */
export const yaml = (value: Json, indent = ''): string => {
  if (typeof value !== 'object' || value === null) return `${indent}${scalar(value)}\n`;
  if (isEmpty(value)) return `${indent}${Array.isArray(value) ? '[]' : '{}'}\n`;
  if (Array.isArray(value))
    return (value as readonly Json[])
      .map((item) => `${indent}- ${yaml(item, `${indent}  `).slice(indent.length + 2)}`)
      .join('');
  return Object.entries(value as Draft)
    .map(([name, inside]) => (inside === undefined ? '' : entry(scalar(name), inside, indent)))
    .join('');
};

const entry = (name: string, value: Json, indent: string): string =>
  typeof value === 'object' && value !== null && !isEmpty(value)
    ? `${indent}${name}:\n${yaml(value, `${indent}  `)}`
    : `${indent}${name}: ${yaml(value)}`;

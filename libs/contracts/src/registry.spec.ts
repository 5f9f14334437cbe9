import { describe, expect, it } from '@jest/globals';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { CHANNELS } from './event.ts';
import { definitionOf, registry, upcast, upcastVersion } from './registry.ts';
import { schemaChange } from './schema-change.ts';

const folder = (name: string): string => fileURLToPath(new URL(`../${name}/`, import.meta.url));
const [FIXTURES, SCHEMAS] = [folder('fixtures'), folder('schemas')];
const read = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));
const definitions = Object.values(registry);
const everyVersion = definitions.flatMap(({ type, version }) =>
  Array.from({ length: version }, (_, n) => [type, n + 1] as const),
);

describe('the registry', () => {
  it('knows each type by its own name, and nothing that is not there', () => {
    for (const [name, { type }] of Object.entries(registry)) expect(type).toBe(name);
    expect(definitionOf('EndpointRequested')?.type).toBe('EndpointRequested');
    for (const name of ['toString', '__proto__', 'constructor', ''])
      expect(definitionOf(name)).toBeUndefined();
  });

  it.each(definitions)(
    'names $type in the past tense, on a channel that exists',
    ({ type, channel, category }) => {
      expect(type).toMatch(/^[A-Z][A-Za-z]+(ed|Lost|Draining|Ready|Slept|Set)$/);
      expect(CHANNELS).toContain(channel);
      expect(category).toMatch(/^[a-z]+$/);
    },
  );
});

describe('an event stored long ago', () => {
  it.each(everyVersion)('%s, version %d, is read by today’s schema', (type, version) => {
    const { schema, version: today } = registry[type];
    const data = upcast(type, version, read(`${FIXTURES}${type}.v${version}.json`));
    expect(schema.parse(data)).toEqual(data);
    expect(upcastVersion(type, version)).toBe(today);
  });

  it('has a fixture that belongs to a known version', () => {
    const known = new Set(everyVersion.map(([type, version]) => `${type}.v${version}.json`));
    expect(readdirSync(FIXTURES).filter((name) => !known.has(name))).toEqual([]);
  });

  it('passes as it is when its type or version is not known here', () => {
    expect(upcast('WrittenByANewerRelease', 3, { a: 1 })).toEqual({ a: 1 });
    expect(upcast('RatePublished', 999, { a: 1 })).toEqual({ a: 1 });
    expect(upcastVersion('RatePublished', 999)).toBe(999);
    expect(upcastVersion('WrittenByANewerRelease', 3)).toBe(3);
  });

  it('fails loudly when a step between two versions is missing', () => {
    expect(() => upcast('RatePublished', 0, {})).toThrow('RatePublished has no upcast from version 0');
  });
});

/**
 * What a published version of an event looks like is kept in schemas/. A file that is not there yet is written, as is
 * an additive change, but not where the environment has CI: there the tree must be complete.
 */
describe('the schema of a published version', () => {
  it.each(definitions)('of $type is not changed without raising the version', ({ type, version, schema }) => {
    const path = `${SCHEMAS}${type}.v${version}.json`;
    const now = z.toJSONSchema(schema, { target: 'draft-7' });
    const change = existsSync(path) ? schemaChange(read(path), now) : 'additive';
    if (change === 'breaking')
      throw new Error(
        `${type} version ${version} is stored in logs as schemas/${type}.v${version}.json describes it: ` +
          'raise its version, add an upcast and a fixture of the new version',
      );
    if (change === 'additive' && !process.env['CI']) {
      mkdirSync(SCHEMAS, { recursive: true });
      writeFileSync(path, `${JSON.stringify(now, null, 2)}\n`);
    }
    expect(schemaChange(read(path), now)).toBe('none');
  });

  it('is kept for every version there ever was', () => {
    expect(readdirSync(SCHEMAS).sort()).toEqual(
      everyVersion.map(([type, version]) => `${type}.v${version}.json`).sort(),
    );
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SAMPLE, acceptedArguments } from './arguments.spec-helper.ts';
import { FRAMEWORKS } from './catalogue.ts';
import { checkEngineArguments, renderEngineArguments } from './engine-arguments.ts';

const all = [...FRAMEWORKS, SAMPLE];

describe('engine arguments that a framework accepts', () => {
  it.each(all)('of $id have no problem, and render as declared flags with separate values', (framework) => {
    const byFlag = new Map(framework.engineArguments.map((argument) => [argument.flag, argument]));
    const off = framework.engineArguments.flatMap((argument) =>
      argument.type === 'switch' && argument.offFlag !== undefined
        ? [[argument.offFlag, argument] as const]
        : [],
    );
    for (const [flag, argument] of off) byFlag.set(flag, argument);
    const isSaid = (name: string): boolean => off.some(([, argument]) => argument.name === name);
    fc.assert(
      fc.property(acceptedArguments(framework, 'container'), (given) => {
        expect(checkEngineArguments(framework, given)).toEqual([]);
        const seen = new Set<string>();
        const items = renderEngineArguments(framework, given, 'container');
        while (items.length > 0) {
          const argument = byFlag.get(items.shift() ?? '');
          if (argument === undefined) throw new Error('an item that is no declared flag');
          seen.add(argument.name);
          if (argument.type === 'switch') continue;
          const [value, item = ''] = [given[argument.name], items.shift()];
          if (typeof value === 'number') expect(Number(item)).toBeCloseTo(value, 12);
          else expect(item).toBe(value);
        }
        expect(seen).toEqual(
          new Set(Object.keys(given).filter((name) => given[name] !== false || isSaid(name))),
        );
      }),
    );
  });

  it('are nothing when nothing was given', () => {
    expect(renderEngineArguments(SAMPLE, {})).toEqual([]);
  });

  it('can say no to what is on by itself', () => {
    expect(renderEngineArguments(SAMPLE, { caching: false }, 'container')).toEqual(['--no-caching']);
    expect(renderEngineArguments(SAMPLE, { eager: false }, 'container')).toEqual([]);
  });

  it('are not left out in silence where the engine has them not', () => {
    expect(() => renderEngineArguments(SAMPLE, { caching: true }, 'process')).toThrow(
      'Sample knows caching only in a container',
    );
  });

  it('render without exponents', () => {
    expect(renderEngineArguments(SAMPLE, { share: 1e-7 })).toEqual(['--share', '0.0000001']);
    expect(renderEngineArguments(SAMPLE, { share: -0 })).toEqual(['--share', '0']);
  });
});

describe('engine arguments that are wrong', () => {
  it('are told all at once, each with its place', () => {
    const wrong = { maxLen: 101, share: '1', dtype: 'double', eager: 'yes', template: '-x', 'max-len': 3 };
    expect(checkEngineArguments(SAMPLE, wrong)).toEqual([
      { pointer: '/engineArguments/maxLen', message: 'maxLen must be a whole number from 1 to 100' },
      { pointer: '/engineArguments/share', message: 'share must be a number from 0 to 1' },
      { pointer: '/engineArguments/dtype', message: 'dtype must be one of auto, half' },
      { pointer: '/engineArguments/eager', message: 'eager must be true or false' },
      { pointer: '/engineArguments/template', message: 'template must not begin with a dash' },
      {
        pointer: '/engineArguments/max-len',
        message: 'Sample has no argument "max-len": did you mean maxLen?',
      },
    ]);
  });

  it.each([
    ['', 'must be a non-empty text'],
    [7, 'must be a non-empty text'],
    ['x'.repeat(42), 'must be at most 41 characters long'],
    ['a\nb', 'must not contain control characters'],
  ])('as a text: %j', (template, message) => {
    expect(checkEngineArguments(SAMPLE, { template })).toEqual([
      { pointer: '/engineArguments/template', message: `template ${message}` },
    ]);
  });

  it.each([NaN, Infinity, 1.5, null, '5'])('as a whole number: %p', (maxLen) => {
    expect(checkEngineArguments(SAMPLE, { maxLen })).toHaveLength(1);
  });

  it('list what there is when no name is near', () => {
    expect(checkEngineArguments(SAMPLE, { zzz: 1 })[0]?.message).toBe(
      'Sample has no argument "zzz": it has maxLen, share, dtype, eager, caching, template',
    );
  });

  it('keep their pointer valid, whatever the name', () => {
    expect(checkEngineArguments(SAMPLE, { 'a/b~c': 1 }, '/spec')[0]?.pointer).toBe('/spec/a~1b~0c');
    const inherited = JSON.parse('{"__proto__": 1, "constructor": 2}') as Record<string, unknown>;
    expect(checkEngineArguments(SAMPLE, inherited)).toHaveLength(2);
  });

  it('are never rendered when the framework does not know them', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.integer(), fc.boolean())), (given) => {
        const known = new Set(SAMPLE.engineArguments.map(({ name }) => name));
        const unknown = Object.fromEntries(Object.entries(given).filter(([name]) => !known.has(name)));
        expect(renderEngineArguments(SAMPLE, unknown)).toEqual([]);
        expect(checkEngineArguments(SAMPLE, unknown)).toHaveLength(Object.keys(unknown).length);
      }),
    );
  });
});

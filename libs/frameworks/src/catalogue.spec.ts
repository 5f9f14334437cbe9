import { describe, expect, it } from '@jest/globals';
import { SAMPLE } from './arguments.spec-helper.ts';
import { FRAMEWORKS, canLaunch, frameworkOf, metricOf, slotsOf } from './catalogue.ts';
import type { LaunchPart } from './framework.ts';
import { nearestName } from './nearest.ts';

const flagOf = (part: LaunchPart): string =>
  typeof part === 'string' ? part : 'flag' in part ? part.flag : '';

describe('the catalogue', () => {
  it('finds a framework by its id alone', () => {
    expect(frameworkOf('llama.cpp')?.simulated).toBe(false);
    expect(frameworkOf('engine-double')).toMatchObject({ simulated: true, title: 'Simulated engine' });
    expect(frameworkOf('toString')).toBeNull();
  });

  it.each(FRAMEWORKS)(
    'declares each argument of $id once, apart from those that the platform sets',
    (entry) => {
      const { engineArguments, launch, slots } = entry;
      const names = engineArguments.map(({ name }) => name);
      const flags = engineArguments.map(({ flag }) => flag);
      expect(new Set(names).size).toBe(names.length);
      expect(new Set(flags).size).toBe(flags.length);
      const own = Object.values(launch).flatMap(({ args }) => args.map(flagOf));
      expect(flags.filter((flag) => own.includes(flag))).toEqual([]);
      if (slots !== null) expect(names).toContain(slots.argument);
    },
  );

  it.each(FRAMEWORKS)(
    'gives every argument and metric of $id a help text, and defaults within their bounds',
    (entry) => {
      for (const argument of entry.engineArguments) {
        expect(argument.help).not.toBe('');
        if ((argument.type === 'integer' || argument.type === 'number') && argument.default !== null) {
          expect(argument.default).toBeGreaterThanOrEqual(argument.min);
          expect(argument.default).toBeLessThanOrEqual(argument.max);
        }
      }
      for (const metric of entry.metrics) expect(metric.help).not.toBe('');
    },
  );

  it('is data: it can be sent as JSON and comes back the same', () => {
    expect(JSON.parse(JSON.stringify(FRAMEWORKS))).toEqual(FRAMEWORKS);
  });

  it('knows which driver can launch what', () => {
    expect(FRAMEWORKS.map((entry) => canLaunch(entry, 'process'))).toEqual([true, true]);
    expect(FRAMEWORKS.map((entry) => canLaunch(entry, 'docker'))).toEqual([false, false]);
  });
});

describe('a metric', () => {
  it('is found by its present and its former name', () => {
    expect(metricOf(SAMPLE, 'a')?.name).toBe('a');
    expect(metricOf(SAMPLE, 'b')?.name).toBe('a');
    expect(metricOf(SAMPLE, 'c')).toBeNull();
  });
});

describe('the slots of a replica', () => {
  const llama = frameworkOf('llama.cpp') ?? SAMPLE;

  it('are what the user set, else the default, else without a limit', () => {
    expect(slotsOf(llama, { parallel: 2 })).toBe(2);
    expect(slotsOf(llama, {})).toBe(4);
    expect(slotsOf(SAMPLE, {})).toBeNull();
  });
});

describe('the nearest name', () => {
  const known = ['ctxSize', 'parallel', 'threads'];

  it.each([
    ['--ctx-size', 'ctxSize'],
    ['CTX_SIZE', 'ctxSize'],
    ['paralel', 'parallel'],
    ['thread', 'threads'],
  ])('to %s is %s', (name, nearest) => {
    expect(nearestName(name, known)).toBe(nearest);
  });

  it('is none when nothing is close, or nothing is known', () => {
    expect(nearestName('temperature', known)).toBeNull();
    expect(nearestName('', known)).toBeNull();
    expect(nearestName('a', [])).toBeNull();
    expect(nearestName('x'.repeat(1_000_000), known)).toBeNull();
  });
});

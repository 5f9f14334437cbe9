import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ArgumentValue } from './argument.ts';
import { acceptedArguments, argumentsIn } from './arguments.spec-helper.ts';
import { FRAMEWORKS, canLaunch } from './catalogue.ts';
import type { Framework } from './framework.ts';
import { renderProcessLaunch } from './launch.ts';

const program = (engine: string): string =>
  fileURLToPath(new URL(`../../../engines/${engine}/src/main.ts`, import.meta.url));

/** Lets the engine only look at what it would be started with; answers what it has to say against it. */
const objection = (framework: Framework, engineArguments: Record<string, ArgumentValue>): Promise<string> => {
  const { command, args } = renderProcessLaunch(framework, {
    model: 'tidegate/demo',
    servedNames: ['hello', 'endpt-0123456789ab'],
    modelPath: '/models/tiny.gguf',
    engineArguments,
    environment: {},
    host: '127.0.0.1',
    port: 4000,
    gpuIndices: [],
    engines: { llamacpp: program('llamacpp'), double: program('double') },
    nodeBinary: process.execPath,
  });
  return new Promise((resolve) => {
    execFile(command, [...args, '--check-config'], (error, _stdout, stderr) => {
      resolve(error === null ? '' : stderr);
    });
  });
};

/** What two arguments are wrong together is the engine's to say: a context too small for its slots. */
const sound = (given: Record<string, ArgumentValue>): boolean =>
  Number(given['ctxSize'] ?? 4096) >= Number(given['parallel'] ?? 4) * 64;

const withEngine = FRAMEWORKS.filter((framework) => canLaunch(framework, 'process'));

describe.each(withEngine)('the engine of $id', (framework) => {
  it('takes every argument that the catalogue declares, at both ends of its range', async () => {
    const ends = (pick: 'min' | 'max'): Record<string, ArgumentValue> =>
      Object.fromEntries(
        argumentsIn(framework, 'process').map((argument): [string, ArgumentValue] => {
          if (argument.type === 'switch') return [argument.name, true];
          if (argument.type === 'select') return [argument.name, argument.choices.at(-1) ?? ''];
          return [argument.name, argument.type === 'text' ? 'x' : argument[pick]];
        }),
      );
    expect(await objection(framework, ends('min'))).toBe('');
    expect(await objection(framework, ends('max'))).toBe('');
  });

  it('takes whatever the check lets pass', async () => {
    const launches = fc.asyncProperty(acceptedArguments(framework).filter(sound), async (given) => {
      expect(await objection(framework, given)).toBe('');
    });
    await fc.assert(launches, { numRuns: 10 });
  }, 60_000);
});

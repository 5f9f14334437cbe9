import { describe, expect, it } from '@jest/globals';
import { EndpointSpec } from '@tidegate/contracts';
import { FRAMEWORKS, HARDWARE } from '@tidegate/frameworks';
import fc from 'fast-check';
import { type EndpointWish, frameworkFor, specOf, wishProblems } from './endpoint-spec.ts';

const quota = { maxReplicas: 5 };
const wish: EndpointWish = { name: 'chat', model: 'tidegate/tiny' };
const pointers = (more: object): string[] =>
  wishProblems({ ...wish, ...more }, quota).map(({ pointer }) => pointer);

describe('a wish that says little', () => {
  it('becomes a whole spec', () => {
    expect(wishProblems(wish, quota)).toEqual([]);
    expect(EndpointSpec.safeParse(specOf(wish)).success).toBe(true);
  });

  it('means the same as one that says null', () => {
    const nulls = {
      framework: null,
      scaling: { rules: null, minReplicas: null },
      environment: null,
      hardware: null,
    };
    expect(specOf({ ...wish, ...nulls })).toEqual(specOf(wish));
  });

  it('gets its framework from the model, or is asked for it', () => {
    expect(frameworkFor('someone/some-GGUF')).toBe('llama.cpp');
    expect(pointers({ model: 'someone/else' })).toEqual(['/framework']);
  });
});

describe('a wish that cannot be', () => {
  it('names hardware and frameworks that exist', () => {
    expect(pointers({ hardware: 'abacus', framework: 'nonsense' })).toEqual(['/framework', '/hardware']);
  });

  it('does not pay for a GPU that would not be used', () => {
    expect(pointers({ hardware: 'h100-1x' })).toEqual(['/hardware']);
  });

  it('stays within the quota, and its least below its most', () => {
    expect(pointers({ scaling: { minReplicas: 6, maxReplicas: 7 } })).toEqual([
      '/scaling/minReplicas',
      '/scaling/maxReplicas',
    ]);
    expect(pointers({ scaling: { minReplicas: 2 } })).toEqual(['/scaling/minReplicas']);
    expect(pointers({ scaling: { minReplicas: 2, maxReplicas: 2 } })).toEqual([]);
  });

  it('has arguments that its framework knows', () => {
    expect(pointers({ engineArguments: { ctxSize: 'x', moon: 1 } })).toEqual([
      '/engineArguments/ctxSize',
      '/engineArguments/moon',
    ]);
  });

  it('leaves the platform’s own variables alone, and has not too many', () => {
    expect(pointers({ environment: { PATH: '/tmp', OWN: 'x' } })).toEqual(['/environment/PATH']);
    const many = Object.fromEntries(Array.from({ length: 129 }, (_, n) => [`V${String(n)}`, '']));
    expect(pointers({ environment: many })).toEqual(['/environment']);
  });

  it('tells of itself at an http or https URL without a password', () => {
    expect(pointers({ notifyWebhookUrl: 'https://example.com/hook' })).toEqual([]);
    expect(pointers({ notifyWebhookUrl: 'ftp://example.com' })).toEqual(['/notifyWebhookUrl']);
    expect(pointers({ notifyWebhookUrl: 'https://me:secret@example.com' })).toEqual(['/notifyWebhookUrl']);
  });
});

describe('any wish', () => {
  it('is judged without an error, and is a spec when it has no problems', () => {
    const anything = fc.oneof(fc.jsonValue(), fc.constant(undefined));
    fc.assert(
      fc.property(
        fc.record({
          name: fc.constant('chat'),
          model: fc.constantFrom('tidegate/tiny', 'a/b'),
          framework: fc.option(fc.constantFrom(...FRAMEWORKS.map(({ id }) => id), 'x')),
          hardware: fc.option(fc.constantFrom(...HARDWARE.map(({ id }) => id), 'x')),
          scaling: fc.option(
            fc.record({
              minReplicas: fc.option(fc.nat(7)),
              maxReplicas: fc.option(fc.integer({ min: 1, max: 7 })),
            }),
          ),
          engineArguments: fc.option(fc.dictionary(fc.constantFrom('ctxSize', 'parallel', 'x'), anything)),
          environment: fc.option(fc.dictionary(fc.string(), anything)),
        }),
        (any) => {
          const problems = wishProblems(any, quota);
          for (const { pointer, message } of problems) {
            expect(pointer).toMatch(/^\/[a-z]/);
            expect(message).not.toBe('');
          }
          if (problems.length === 0) expect(EndpointSpec.safeParse(specOf(any)).success).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });
});

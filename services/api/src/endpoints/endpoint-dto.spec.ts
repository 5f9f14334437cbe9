import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { EndpointSpec, FIELD_CLASSES } from '@tidegate/contracts';
import { getMetadataStorage } from 'class-validator';
import { mustMatch } from './if-match.ts';
import { Turns } from '../commands/turns.ts';
import { patchProblems, unreadablePatch } from '../commands/patch-problems.ts';
import { isSettled } from './settled.ts';
import { CreateEndpoint } from '../wishes/endpoint.dto.ts';

const described = (field: string): Record<string, unknown> =>
  Reflect.getMetadata('swagger/apiModelProperties', CreateEndpoint.prototype, field) as Record<
    string,
    unknown
  >;

describe('what a user can say', () => {
  const fields = Object.keys(FIELD_CLASSES);

  it('is every field of a spec, with its class, and no other', () => {
    expect(Object.keys(EndpointSpec.shape).toSorted()).toEqual(fields.toSorted());
    const said = Reflect.getMetadata('swagger/apiModelPropertiesArray', CreateEndpoint.prototype) as string[];
    expect(said.map((name) => name.slice(1)).toSorted()).toEqual(fields.toSorted());
    for (const field of fields)
      expect([field, described(field)['x-field-class']]).toEqual([
        field,
        FIELD_CLASSES[field as keyof typeof FIELD_CLASSES],
      ]);
  });

  it('has a rule for every field', () => {
    const rules = getMetadataStorage().getTargetValidationMetadatas(CreateEndpoint, '', false, false);
    const ruled = new Set(
      rules.filter(({ type }) => type !== 'conditionalValidation').map(({ propertyName }) => propertyName),
    );
    expect([...ruled].toSorted()).toEqual(fields.toSorted());
  });
});

describe('If-Match', () => {
  const code = (ifMatch: string | undefined): string | undefined => {
    try {
      mustMatch(ifMatch, { revision: 3 });
      return undefined;
    } catch (error) {
      return (error as { code: string }).code;
    }
  };

  it.each([undefined, '*', '"r3"', '"r2", "r3"', ' "r3" '])('lets %s through', (text) => {
    expect(code(text)).toBeUndefined();
  });

  it.each(['"r2"', 'W/"r3"', '"r33"', '""'])('stops %s', (text) => {
    expect(code(text)).toBe('endpoint.changed');
  });

  it.each(['r3', '"r3', '', '"r3" "r4"', `"${'x'.repeat(600)}"`])('does not understand %s', (text) => {
    expect(code(text)).toBe('request.invalid');
  });
});

describe('a merge patch', () => {
  it('may take away what there is, and nothing else', () => {
    expect(patchProblems({ scaling: null, description: 'x' })).toEqual([]);
    expect(patchProblems({ scalign: null }).map(({ pointer }) => pointer)).toEqual(['/scalign']);
    for (const none of [null, [], 'x', undefined, { a: 'x\0' }])
      expect(unreadablePatch(none)).toHaveLength(1);
    const deep = (levels: number): object => (levels === 0 ? {} : { a: deep(levels - 1) });
    expect(unreadablePatch(deep(3000))).toHaveLength(1);
    expect(unreadablePatch(deep(5))).toEqual([]);
  });
});

describe('an endpoint', () => {
  it('is settled when nothing more comes of itself', () => {
    const rollout = { from: 1, to: 2, percent: 100, startedAt: '' };
    expect(isSettled({ state: 'running', rollout: null })).toBe(true);
    expect(isSettled({ state: 'running', rollout })).toBe(false);
    expect(isSettled({ state: 'waking', rollout: null })).toBe(false);
    expect(isSettled({ state: 'deploy_failed', rollout: null })).toBe(true);
  });
});

describe('work that takes turns', () => {
  it('is done one after another under one key, also after one has failed', async () => {
    const turns = new Turns();
    const order: string[] = [];
    const work =
      (name: string, fails = false) =>
      async () => {
        order.push(`${name} begins`);
        await new Promise((resolve) => setImmediate(resolve));
        order.push(`${name} ends`);
        if (fails) throw new Error(name);
        return name;
      };
    const [a, b, c] = [
      turns.take('k', work('a', true)),
      turns.take('k', work('b')),
      turns.take('other', work('c')),
    ];
    await expect(a).rejects.toThrow('a');
    expect(await Promise.all([b, c])).toEqual(['b', 'c']);
    expect(order.indexOf('b begins')).toBeGreaterThan(order.indexOf('a ends'));
    expect(order.indexOf('c begins')).toBeLessThan(order.indexOf('a ends'));
  });
});

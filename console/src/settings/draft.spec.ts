import { describe, expect, it } from '@jest/globals';
import {
  changed,
  jsonText,
  mapText,
  parseJson,
  parseMap,
  parseRules,
  patchOf,
  problemOf,
  rulesText,
  specOf,
  valueAt,
} from './draft.ts';
import { engineFields } from './engine-fields.ts';
import { PARTS } from './fields.ts';

const spec = {
  name: 'chat',
  async: { routes: ['/a'], maxAttempts: 6 },
  environment: { A: '1', B: '2' },
  scaling: { minReplicas: 0, rules: [{ metric: 'concurrency', target: 4 }] },
  image: null,
};

describe('a draft', () => {
  it('holds what differs and nothing else', () => {
    const draft = changed({}, spec, '/scaling/minReplicas', 1);
    expect(draft).toEqual({ '/scaling/minReplicas': 1 });
    expect(changed(draft, spec, '/scaling/minReplicas', 0)).toEqual({});
    expect(changed({}, spec, '/image/reference', null)).toEqual({});
  });
  it('becomes a merge patch: names that are gone are null', () =>
    expect(
      patchOf(
        { '/scaling/minReplicas': 1, '/environment': { A: '1', C: '3' }, '/image/reference': 'x:1' },
        spec,
      ),
    ).toEqual({
      scaling: { minReplicas: 1 },
      environment: { C: '3', B: null },
      image: { reference: 'x:1' },
    }));
  it('takes away a whole part, whatever else was changed of it', () =>
    expect(patchOf({ '/async/maxAttempts': 3, '/async': null }, spec)).toEqual({ async: null }));
  it('finds values and problems by their pointers', () => {
    expect(valueAt(spec, '/scaling/rules')).toEqual([{ metric: 'concurrency', target: 4 }]);
    expect(valueAt(spec, '/image/reference')).toBeUndefined();
    const problems = [{ pointer: '/scaling/rules/0/target', message: 'must be more than 0' }];
    expect(problemOf(problems, '/scaling/rules')).toBe('must be more than 0');
    expect(problemOf(problems, '/scaling/minReplicas')).toBeUndefined();
    expect(specOf({ hardware: { id: 'cpu-1x', gpuCount: 0 } }).hardware).toBe('cpu-1x');
  });
});

describe('what is typed by line', () => {
  it('is a map', () => {
    expect(parseMap(' A=1\n\nURL=http://x?a=b ')).toEqual({ value: { A: '1', URL: 'http://x?a=b' } });
    expect(parseMap('A')).toEqual({ error: '“A” is not name=value' });
    expect(mapText({ A: '1', B: '2' })).toBe('A=1\nB=2');
    expect(mapText(null)).toBe('');
  });
  it('is a list of rules', () => {
    expect(parseRules('concurrency=4\nrps = 2.5')).toEqual({
      value: [
        { metric: 'concurrency', target: 4 },
        { metric: 'rps', target: 2.5 },
      ],
    });
    expect(parseRules('concurrency=x')).toHaveProperty('error');
    expect(rulesText(spec.scaling.rules)).toBe('concurrency=4');
  });
  it('is JSON, or nothing', () => {
    expect(parseJson('')).toEqual({ value: null });
    expect(parseJson('{')).toEqual({ error: 'is not JSON' });
    expect(parseJson(jsonText([1]))).toEqual({ value: [1] });
    expect(jsonText(null)).toBe('');
  });
});

describe('fields', () => {
  it('are each there once', () => {
    const pointers = PARTS.flatMap(({ fields }) => fields.map(({ pointer }) => pointer));
    expect(new Set(pointers).size).toBe(pointers.length);
  });
  it('are made of what a framework says of its arguments', () =>
    expect(
      engineFields([
        { name: 'ctxSize', type: 'integer', default: 4096, help: 'Tokens.', min: 64 },
        { name: 'flashAttn', type: 'switch', default: null, help: 'Faster.' },
      ]),
    ).toMatchObject([
      {
        pointer: '/engineArguments/ctxSize',
        kind: 'number',
        isWhole: true,
        placeholder: '4096 (default)',
        min: 64,
      },
      { pointer: '/engineArguments/flashAttn', kind: 'select', options: ['true', 'false'] },
    ]));
});

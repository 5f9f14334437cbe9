import { describe, expect, it } from '@jest/globals';
import type { components } from '@tidegate/sdk';
import { parse } from 'yaml';
import { cliOf, curlOf, manifestOf } from './code.ts';
import { keepable, pointerTo, restored, saidOf, valueAt, withValue } from './draft.ts';
import { placesNow, roomOn, startOf, tilesOf } from './fit.ts';
import { yaml } from './yaml.ts';

describe('a draft', () => {
  it('has values at JSON pointers, and loses what becomes empty', () => {
    const draft = withValue({ name: 'chat' }, '/scaling/minReplicas', 2);
    expect(draft).toEqual({ name: 'chat', scaling: { minReplicas: 2 } });
    expect(valueAt(draft, '/scaling/minReplicas')).toBe(2);
    expect(valueAt(draft, '/scaling/rules/0/metric')).toBeUndefined();
    expect(withValue(draft, '/scaling/minReplicas', undefined)).toEqual({ name: 'chat' });
    expect(withValue({ name: 'chat' }, '/name', undefined)).toEqual({});
  });
  it('takes names with slashes', () => {
    const pointer = pointerTo('tags', 'team/a~b');
    expect(valueAt(withValue({}, pointer, 'x'), pointer)).toBe('x');
    expect(withValue({}, pointer, 'x')).toEqual({ tags: { 'team/a~b': 'x' } });
  });
  it('is kept without its secrets', () => {
    const draft = { secrets: { KEY: 's3cret' }, image: { reference: 'a', credentials: { password: 'p' } } };
    expect(keepable(draft)).toEqual({ image: { reference: 'a' } });
    expect(restored(JSON.stringify(keepable(draft)))).toEqual({ image: { reference: 'a' } });
    expect(restored('no JSON')).toEqual({});
    expect(restored('[1]')).toEqual({});
  });
  it('hears what is said of a field and of what is inside it', () => {
    const said = [
      { pointer: '/rules/0/target', message: 'must be more than 0' },
      { pointer: '/rulesOther', message: 'no' },
    ];
    expect(saidOf('/rules', said)).toBe('0 target: must be more than 0');
    expect(saidOf('/name', said)).toBeUndefined();
  });
});

describe('a draft as YAML', () => {
  it.each([
    {
      a: 1,
      b: [{ c: 'x', d: [] }, { c: 'yes' }],
      e: {},
      f: null,
      g: true,
      h: '- "x": y\n',
      i: '1.0',
      'k: l': '',
    },
    ['a', ['b', 'c'], { d: 'tidegate/tiny' }],
    { deep: { deeper: { deepest: 'a: b' } }, no: 'no', url: 'https://example.com/#x', space: ' a ' },
  ])('reads as what it was', (value) => expect(parse(yaml(value))).toEqual(value));
  it('is a manifest with the name beside its specification', () => {
    expect(parse(manifestOf({ name: 'chat', model: 'a/b' }))).toEqual({
      apiVersion: 'tidegate/v1',
      kind: 'Endpoint',
      metadata: { name: 'chat' },
      spec: { model: 'a/b' },
    });
  });
});

describe('a draft as commands', () => {
  const draft = { name: "it's", secrets: { HF_TOKEN: 'hf_123' } };
  it('never shows a secret', () => {
    for (const text of [cliOf(draft), curlOf(draft, 'http://x')]) {
      expect(text).not.toContain('hf_123');
      expect(text).toContain('$HF_TOKEN');
    }
  });
  it('quotes for a shell', () => expect(curlOf(draft, 'http://x')).toContain(String.raw`it'\''s`));
});

const gpu = (index: number) => ({ index, model: 'h100', memoryMib: 81_920, simulated: true, island: null });
const node = {
  state: 'ready',
  capacity: { gpus: [gpu(0), gpu(1), gpu(2)] },
  free: { vcpuMillis: 64_000, memoryMib: 500_000, gpuThousandths: [1000, 500, 1000] },
} as unknown as components['schemas']['Node'];
const hardware = (id: string, gpuCount: number, price: string) =>
  ({
    id,
    gpuCount,
    gpuModel: gpuCount > 0 ? 'h100' : null,
    vcpuMillis: 8_000,
    memoryMib: 100_000,
    priceNanoUsdPerHour: price,
  }) as unknown as components['schemas']['Hardware'];

describe('hardware', () => {
  it('has room where whole GPUs, processors and memory are free', () => {
    expect(roomOn(node, hardware('h100-1x', 1, '1'))).toBe(2);
    expect(roomOn(node, hardware('h100-2x', 2, '2'))).toBe(1);
    expect(roomOn(node, hardware('h100-4x', 4, '4'))).toBe(0);
    expect(roomOn(node, hardware('cpu-1x', 0, '1'))).toBe(5);
    expect(roomOn({ ...node, state: 'draining' }, hardware('cpu-1x', 0, '1'))).toBe(0);
  });
  it('is offered what is recommended first, and what does not fit last', () => {
    const sizing = {
      recommended: { hardwareId: 'b' },
      hardware: [
        { hardwareId: 'a', fits: false },
        { hardwareId: 'b', fits: true },
        { hardwareId: 'c', fits: true },
      ],
    } as unknown as components['schemas']['Sizing'];
    const tiles = tilesOf([hardware('a', 1, '1'), hardware('c', 1, '9'), hardware('b', 2, '20')], sizing, [
      node,
    ]);
    expect(tiles.map((tile) => tile.hardware.id)).toEqual(['b', 'c', 'a']);
    expect(tiles[0] && placesNow(tiles[0])).toBe('1 node can take 1 now');
  });
});

describe('a start', () => {
  it('is expected as it was measured', () => expect(startOf([2, 5], null)?.seconds).toBe(5));
  it('is else reckoned, and says so', () => {
    expect(startOf([], { weightsMib: 0 })).toMatchObject({
      seconds: 8,
      how: expect.stringContaining('estimate'),
    });
  });
  it('is not known without either', () => expect(startOf([], { weightsMib: null })).toBeNull());
});

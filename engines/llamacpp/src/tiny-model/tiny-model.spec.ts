import { describe, expect, it } from '@jest/globals';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TOPICS } from './corpus.ts';
import { encodeGguf } from './gguf.ts';
import { toHalf } from './half.ts';
import { LENGTH, MAX_TOPICS, SHAPE } from './layout.ts';
import { encodeTinyModel, writeTinyModel } from './tiny-model.ts';
import { buildVocabulary, piecesOf } from './vocabulary.ts';
import { buildTensors } from './weights.ts';

describe('16-bit floats', () => {
  it.each([
    [0, 0x0000],
    [-0, 0x8000],
    [1, 0x3c00],
    [-2, 0xc000],
    [65504, 0x7bff],
    [65520, 0x7c00],
    [2 ** -14, 0x0400],
    [2 ** -24, 0x0001],
    [2 ** -26, 0x0000],
    [1 + 2 ** -11, 0x3c00],
    [1 + 3 * 2 ** -11, 0x3c02],
    [Infinity, 0x7c00],
    [1e9, 0x7c00],
  ])('of %d are %d', (value, bits) => {
    expect(toHalf(Float32Array.of(value))).toEqual(Uint16Array.of(bits));
  });

  it('keep what is not a number', () => {
    const [bits = 0] = toHalf(Float32Array.of(NaN));
    expect(bits & 0x7fff).toBeGreaterThan(0x7c00);
  });
});

describe('a GGUF file', () => {
  it('has its head, its metadata, and each tensor at a multiple of 32 bytes', () => {
    const values = Float32Array.of(1, 2, 3);
    const bytes = Buffer.from(
      encodeGguf(new Map([['k', { type: 'u32', value: 9 }]]), [
        { name: 'a', shape: [3], half: false, values },
        { name: 'b', shape: [3, 1], half: true, values },
      ]),
    );
    expect(bytes.subarray(0, 4).toString()).toBe('GGUF');
    expect([bytes.readUInt32LE(4), bytes.readBigUInt64LE(8), bytes.readBigUInt64LE(16)]).toEqual([3, 2n, 1n]);
    expect(bytes.length % 32).toBe(0);
    expect(bytes.readFloatLE(bytes.length - 64 + 8)).toBe(3);
    expect(bytes.readUInt16LE(bytes.length - 32 + 2)).toBe(0x4000);
  });
});

describe('the vocabulary', () => {
  const { tokens, walks } = buildVocabulary();

  it('has every text once, as llama.cpp demands', () => {
    expect(new Set(tokens.map(({ text }) => text)).size).toBe(tokens.length);
  });

  it('spells every answer by the states of its walk, none used twice', () => {
    const spelled = walks.map(({ states }) =>
      states.map((state) => tokens[state]?.text.replaceAll('\u2581', ' ')).join(''),
    );
    for (const answer of TOPICS.flatMap(({ answers }) => answers)) expect(spelled).toContain(answer);
    const states = walks.flatMap(({ states: of }) => of);
    expect(new Set(states).size).toBe(states.length);
  });

  it('fits the channels', () => {
    expect(TOPICS.length).toBeLessThanOrEqual(MAX_TOPICS);
  });
});

describe('the pieces of an answer', () => {
  it('grow until they are new, and the end joins what is before it', () => {
    expect(piecesOf('to be or to be', new Set(['or\u2581']))).toEqual([
      'to\u2581',
      'be\u2581',
      'or\u2581to\u2581',
      'be',
    ]);
    expect(piecesOf('to be', new Set(['be']))).toEqual(['to\u2581be']);
  });
});

describe('the weights', () => {
  it('give every token the same length, on which all the derivations rest', () => {
    const [embeddings] = buildTensors(buildVocabulary());
    const values = embeddings?.values ?? new Float32Array();
    for (let at = 0; at < values.length; at += SHAPE.width)
      expect(Math.hypot(...values.subarray(at, at + SHAPE.width))).toBeCloseTo(LENGTH, 4);
  });

  it('stay within what 16 bits can hold', () => {
    for (const { half, values } of buildTensors(buildVocabulary()))
      if (half) expect(values.every((value) => Math.abs(value) < 65_504)).toBe(true);
  });
});

describe('the demonstration model', () => {
  it('is the same on every call, small, and says what it is', () => {
    const bytes = Buffer.from(encodeTinyModel());
    expect(bytes.equals(encodeTinyModel())).toBe(true);
    expect(bytes.length).toBeLessThan(4_000_000);
    expect(bytes.includes('demonstration model')).toBe(true);
  });

  it('is written whole, by two writers at once too', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tiny-model-'));
    const path = join(folder, 'models', 'tiny.gguf');
    const written = await Promise.all([writeTinyModel(path), writeTinyModel(path)]);
    expect(await readdir(join(folder, 'models'))).toEqual(['tiny.gguf']);
    expect(written.map(({ bytes }) => bytes)).toEqual(Array(2).fill((await readFile(path)).length));
    await rm(folder, { recursive: true });
  });
});

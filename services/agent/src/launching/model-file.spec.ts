import { describe, expect, it } from '@jest/globals';
import { firstGguf, modelFolder } from './model-file.ts';

describe('a model id', () => {
  it('is an owner and a name, which are two folders', () => {
    expect(modelFolder('tidegate/tiny-1.5_b')).toEqual(['tidegate', 'tiny-1.5_b']);
  });

  it.each(['tiny', 'a/b/c', '../secrets', 'a/..', 'a/.hidden', '/etc/passwd', 'a/b\0', 'a\\b/c', ''])(
    '%j is none',
    (model) => expect(modelFolder(model)).toBeUndefined(),
  );
});

describe("a model's folder", () => {
  it('gives the first of its model files', () => {
    expect(firstGguf(['README.md', 'b-00002-of-00002.gguf', 'b-00001-of-00002.gguf'])).toBe(
      'b-00001-of-00002.gguf',
    );
  });

  it('gives the one that is quantized as it is wanted', () => {
    const files = ['Tiny-Q4_K_M.gguf', 'Tiny-Q8_0-00002-of-00002.gguf', 'Tiny-Q8_0-00001-of-00002.gguf'];
    expect(firstGguf(files, 'q8_0')).toBe('Tiny-Q8_0-00001-of-00002.gguf');
    expect(firstGguf(files, 'q4_k_m')).toBe('Tiny-Q4_K_M.gguf');
    expect(firstGguf(files, 'q4_k')).toBeUndefined();
  });

  it('gives nothing when there is none', () => {
    expect(firstGguf(['model.safetensors'])).toBeUndefined();
    expect(firstGguf(['model.gguf'], 'q4_k_m')).toBeUndefined();
  });
});

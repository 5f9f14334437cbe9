import { describe, expect, it } from '@jest/globals';
import { classifyExit, couldNotBind } from './exit.ts';

const end = (exitCode: number | null, ...lastLines: string[]) => ({ exitCode, lastLines });

describe('a replica that ended by itself', () => {
  it('had bad arguments when it exits as programs do that do not understand their command line', () => {
    expect(classifyExit(end(2, 'engine-double: unknown flag --x'))).toBe('bad_arguments');
  });

  it.each([
    'torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB. GPU 0 has a total capacity of 23.99 GiB',
    'RuntimeError: CUDA error: out of memory',
    'HIP out of memory. Tried to allocate 512.00 MiB',
    'ggml_backend_cuda_buffer_type_alloc_buffer: cudaMalloc failed: out of memory',
    'ValueError: No available memory for the cache blocks. Try increasing `gpu_memory_utilization`',
    'RuntimeError: Not enough memory. Please try to increase --mem-fraction-static.',
  ])('ran out of GPU memory when it says so: %s', (line) => {
    expect(classifyExit(end(1, 'loading', line, 'Traceback'))).toBe('out_of_gpu_memory');
  });

  it('did not when something else ran out', () => {
    expect(classifyExit(end(1, 'OSError: out of disk', 'queue out of memory slots'))).toBe('exited');
  });

  it.each([126, 127])('was never launched when the shell exits with %d', (code) => {
    expect(classifyExit(end(code, 'vllm: not found'))).toBe('launch_failed');
  });

  it.each([0, 1, 137, 143, null])('has just exited with any other code, such as %s', (code) => {
    expect(classifyExit(end(code, 'something'))).toBe('exited');
  });
});

describe('a replica that could not take its port', () => {
  it.each([
    'Error: listen EADDRINUSE: 127.0.0.1:20001',
    '[Errno 98] error while attempting to bind: address already in use',
  ])('is known by its last lines: %s', (line) => expect(couldNotBind(end(1, line))).toBe(true));

  it('is not one that ended well, or for another reason', () => {
    expect(couldNotBind(end(0, 'retrying after EADDRINUSE'))).toBe(false);
    expect(couldNotBind(end(1, 'cannot read the model'))).toBe(false);
  });
});

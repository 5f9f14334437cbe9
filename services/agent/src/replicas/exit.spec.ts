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

  it.each([
    'huggingface_hub.errors.GatedRepoError: 401 Client Error. (Request ID: Root=1-67)',
    'Cannot access gated repo for url https://hub.example/owner/model/resolve/main/config.json.',
    'OSError: You are trying to access a gated repo.',
    'Access to model owner/model is restricted. You must have access to it and be authenticated to access it.',
    '403 Client Error: Forbidden for url: https://hub.example/owner/model/resolve/main/config.json',
    "httpx.HTTPStatusError: Client error '403 Forbidden' for url 'https://hub.example/api/models/owner/model'",
    'Error: request error: HTTP status client error (401 Unauthorized) for url (https://hub.example/owner/model)',
    'If you are trying to access a private or gated repo, make sure you are authenticated.',
  ])('was not let have its model when a hub said so: %s', (line) => {
    expect(classifyExit(end(1, 'loading', line, ''))).toBe('gated_model');
  });

  it.each([
    'huggingface_hub.errors.RepositoryNotFoundError: 404 Client Error. (Request ID: Root=1-67)',
    "OSError: owner/nothing is not a local folder and is not a valid model identifier listed on 'https://hub.example/models'",
    'OSError: /models/owner does not appear to have a file named config.json.',
  ])('did not find its model when it says so: %s', (line) => {
    expect(classifyExit(end(1, 'loading', line))).toBe('model_not_found');
  });

  it.each([
    'vllm: error: unrecognized arguments: --max-modellen 5',
    'api_server.py: error: argument --tensor-parallel-size/-tp: invalid int value',
    "error: unexpected argument '--shard' found",
    'pydantic_core._pydantic_core.ValidationError: 1 validation error for ModelConfig',
    'ValueError: User-specified max_model_len (131072) is greater than the derived max_model_len (8192)',
  ])('had bad arguments when it says so: %s', (line) => {
    expect(classifyExit(end(1, line, 'Traceback'))).toBe('bad_arguments');
  });

  it('ran out of memory though it complained about more', () => {
    const lines = ['404 for config', 'CUDA out of memory', 'vllm: error: unrecognized arguments: --x'];
    expect(classifyExit(end(1, ...lines))).toBe('out_of_gpu_memory');
  });

  it.each([
    'GET /v1/chat/completions 401 Unauthorized',
    'the tool answered: error: argument list too long',
    'users asked for /models 403 times',
  ])('has just exited though it spoke of such things: %s', (line) => {
    expect(classifyExit(end(1, line))).toBe('exited');
    expect(classifyExit(end(0, 'GatedRepoError was survived'))).toBe('exited');
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

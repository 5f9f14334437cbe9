import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

export const json =
  (body: unknown, status = 200, headers: Record<string, string> = {}): Answer =>
  (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(body));
  };
export const raw =
  (text: string): Answer =>
  (_, response) => {
    response.end(text);
  };
export const refusing = (status: number, errorCode?: string): Answer =>
  json({ error: 'no' }, status, errorCode === undefined ? {} : { 'x-error-code': errorCode });
export const redirecting = (location: string): Answer => json({}, 307, { location });
/** Takes the request and says nothing. */
export const silent: Answer = () => undefined;
export const endless: Answer = (_, response) => {
  const more = (): void => {
    while (!response.destroyed && response.write('x'.repeat(65_536)));
  };
  response.on('drain', more);
  more();
};

/** A model hub on loopback: answers by path, 404 where it has none, and remembers what it was asked. */
export const fakeHub = async () => {
  const answers = new Map<string, Answer>();
  const asked: { path: string; authorization: string | undefined }[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    asked.push({ path, authorization: request.headers.authorization });
    (answers.get(path) ?? refusing(404, 'EntryNotFound'))(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const model = (id: string, described: Answer, config?: Answer): void => {
    answers.set(`/api/models/${id}?blobs=true`, described);
    if (config) answers.set(`/${id}/resolve/main/config.json`, config);
  };
  return {
    url: `http://127.0.0.1:${port}`,
    answers,
    asked,
    model,
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
};

/** As a hub describes a model of several files. */
export const LLAMA_DESCRIBED = {
  _id: '661d4a2f',
  id: 'meta-llama/Llama-3.1-8B-Instruct',
  private: false,
  pipeline_tag: 'text-generation',
  library_name: 'transformers',
  tags: ['transformers', 'safetensors', 'llama', 'text-generation'],
  gated: 'manual',
  sha: '0e9e39f249a16976918f6564b8830bc894c89659',
  siblings: [
    { rfilename: '.gitattributes', size: 1519 },
    { rfilename: 'config.json', size: 855 },
    { rfilename: 'model-00001-of-00004.safetensors', size: 4_976_698_672, lfs: { sha256: 'aa' } },
    { rfilename: 'model-00002-of-00004.safetensors', size: 4_999_802_720, lfs: { sha256: 'ab' } },
    { rfilename: 'model-00003-of-00004.safetensors', size: 4_915_916_176, lfs: { sha256: 'ac' } },
    { rfilename: 'model-00004-of-00004.safetensors', size: 1_168_138_808, lfs: { sha256: 'ad' } },
    { rfilename: 'model.safetensors.index.json', size: 23_950 },
  ],
  safetensors: { parameters: { BF16: 8_030_261_248 }, total: 8_030_261_248 },
  usedStorage: 32_124_165_584,
};
export const LLAMA_CONFIG = {
  architectures: ['LlamaForCausalLM'],
  head_dim: 128,
  hidden_size: 4096,
  intermediate_size: 14_336,
  max_position_embeddings: 131_072,
  model_type: 'llama',
  num_attention_heads: 32,
  num_hidden_layers: 32,
  num_key_value_heads: 8,
  rope_scaling: { factor: 8, rope_type: 'llama3' },
  tie_word_embeddings: false,
  torch_dtype: 'bfloat16',
  vocab_size: 128_256,
};

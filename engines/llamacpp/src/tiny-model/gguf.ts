import { toHalf } from './half.ts';

export type GgufValue =
  | { readonly type: 'u32' | 'i32' | 'f32'; readonly value: number }
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'strings'; readonly value: readonly string[] }
  | { readonly type: 'i32s' | 'f32s'; readonly value: readonly number[] };

/** `shape[0]` is the input width and moves fastest, as in ggml. A `half` tensor is stored as 16-bit floats. */
export interface Tensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly half: boolean;
  readonly values: Float32Array;
}

const ALIGNMENT = 32;
const VERSION = 3;
const TYPE_CODE = { u32: 4, i32: 5, f32: 6, bool: 7, string: 8 } as const;
const ARRAY_CODE = 9;

const u32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};
const i32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return bytes;
};
const f32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return bytes;
};
const u64 = (value: number): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
};
const text = (value: string): Buffer => {
  const bytes = Buffer.from(value, 'utf8');
  return Buffer.concat([u64(bytes.length), bytes]);
};
const array = (code: number, items: readonly Buffer[]): Buffer =>
  Buffer.concat([u32(ARRAY_CODE), u32(code), u64(items.length), ...items]);

const encodeValue = (entry: GgufValue): Buffer => {
  switch (entry.type) {
    case 'u32':
      return Buffer.concat([u32(TYPE_CODE.u32), u32(entry.value)]);
    case 'i32':
      return Buffer.concat([u32(TYPE_CODE.i32), i32(entry.value)]);
    case 'f32':
      return Buffer.concat([u32(TYPE_CODE.f32), f32(entry.value)]);
    case 'bool':
      return Buffer.concat([u32(TYPE_CODE.bool), Buffer.from([entry.value ? 1 : 0])]);
    case 'string':
      return Buffer.concat([u32(TYPE_CODE.string), text(entry.value)]);
    case 'strings':
      return array(TYPE_CODE.string, entry.value.map(text));
    case 'i32s':
      return array(TYPE_CODE.i32, entry.value.map(i32));
    case 'f32s':
      return array(TYPE_CODE.f32, entry.value.map(f32));
  }
};

const padded = (bytes: Buffer): Buffer => {
  const missing = (ALIGNMENT - (bytes.length % ALIGNMENT)) % ALIGNMENT;
  return missing === 0 ? bytes : Buffer.concat([bytes, Buffer.alloc(missing)]);
};

const tensorBytes = ({ half, values }: Tensor): Buffer => {
  const stored = half ? toHalf(values) : values;
  return Buffer.from(stored.buffer, stored.byteOffset, stored.byteLength);
};

/** The bytes of a GGUF version 3 file: the same input gives the same bytes. */
export const encodeGguf = (
  metadata: ReadonlyMap<string, GgufValue>,
  tensors: readonly Tensor[],
): Uint8Array => {
  const data = tensors.map((tensor) => padded(tensorBytes(tensor)));
  let offset = 0;
  const infos = tensors.map(({ name, shape, half }, index) => {
    const info = [text(name), u32(shape.length), ...shape.map(u64), u32(half ? 1 : 0), u64(offset)];
    offset += data[index]?.length ?? 0;
    return Buffer.concat(info);
  });
  const entries = [...metadata].map(([key, value]) => Buffer.concat([text(key), encodeValue(value)]));
  const head = [Buffer.from('GGUF'), u32(VERSION), u64(tensors.length), u64(metadata.size)];
  return Buffer.concat([padded(Buffer.concat([...head, ...entries, ...infos])), ...data]);
};

declare module 'snappyjs' {
  /** @throws when these bytes are not snappy, or say that they are more than so many */
  export const uncompress: (compressed: Uint8Array, mostBytes?: number) => Uint8Array;
  export const compress: (bytes: Uint8Array) => Uint8Array;
  const snappy: { uncompress: typeof uncompress; compress: typeof compress };
  export default snappy;
}

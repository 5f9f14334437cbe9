type Column = Float64Array | Int32Array | Int16Array | Uint8Array;

/** The same numbers in a column of another length, zeros behind them. */
export const longer = <Kind extends Column>(column: Kind, length: number): Kind => {
  const grown = new (column.constructor as new (length: number) => Kind)(length);
  grown.set(column);
  return grown;
};

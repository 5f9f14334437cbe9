const UNITS: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** An amount as Kubernetes writes it: `100m`, `1.5Gi`, `2e3`. What is absent or none is nothing. */
export const quantityOf = (text: string | number | undefined): number => {
  const [, number, unit = ''] =
    /^([+-]?[\d.]+(?:[eE][+-]?\d+)?)([A-Za-z]{0,2})$/.exec(String(text ?? '')) ?? [];
  const factor = UNITS[unit];
  const value = Number(number);
  return factor === undefined || !Number.isFinite(value) ? 0 : value * factor;
};

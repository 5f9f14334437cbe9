const [WIDTH, HEIGHT] = [60, 20];

/** How a number went, as a line; what it is now stands beside it, so it says nothing to who cannot see it. */
export const Spark = ({ values }: Readonly<{ values: readonly number[] | undefined }>) => {
  if (!values || values.length < 2) return null;
  const top = Math.max(...values, 1e-9);
  const points = values
    .map(
      (value, index) =>
        `${(index / (values.length - 1)) * WIDTH},${HEIGHT - 1 - (value / top) * (HEIGHT - 2)}`,
    )
    .join(' ');
  return (
    <svg width={WIDTH} height={HEIGHT} aria-hidden="true">
      <polyline points={points} fill="none" stroke="currentColor" strokeWidth="1.5" opacity="0.7" />
    </svg>
  );
};

import { milliseconds, partsOf, type Request } from './parts.ts';

const WIDTH = 110;

/** A request’s parts side by side, as wide as they were long. */
export const Strip = ({ request }: Readonly<{ request: Request }>) => {
  const parts = partsOf(request);
  const summary = parts.map(({ label, ms }) => `${label} ${milliseconds(ms)}`).join(', ');
  const scale = WIDTH / Math.max(request.durationMs, 0.001);
  return (
    <svg width={WIDTH} height={12} role="img" aria-label={summary} style={{ display: 'block' }}>
      <title>{summary}</title>
      <rect width={WIDTH} height={12} rx={2} fill="currentColor" opacity={0.08} />
      {parts.map(({ label, fromMs, ms, color }) => (
        <rect key={label} x={fromMs * scale} width={ms * scale} height={12} fill={color} />
      ))}
    </svg>
  );
};

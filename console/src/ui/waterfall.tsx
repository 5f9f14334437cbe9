import { Text } from '@mantine/core';
import { duration } from './format.ts';
import './waterfall.css';

export type Part = Readonly<{
  label: string;
  fromMs: number;
  ms: number;
  color?: string;
  /** What it took lately: a faint bar behind it. */
  typicalMs?: number;
}>;
type Props = Readonly<{
  /** What it shows, in one sentence. */
  summary: string;
  parts: readonly Part[];
}>;

const COLOR = '#3b82c4';

/** Parts of one whole, each where it was: its word and its length beside its bar. */
export const Waterfall = ({ summary, parts }: Props) => {
  const whole = Math.max(
    1,
    ...parts.map(({ fromMs, ms, typicalMs = 0 }) => fromMs + Math.max(ms, typicalMs)),
  );
  const percent = (ms: number): string => `${((100 * ms) / whole).toFixed(2)}%`;
  return (
    <figure className="waterfall" aria-label={summary}>
      <ul className="waterfall-rows">
        {parts.map(({ label, fromMs, ms, color = COLOR, typicalMs }) => (
          <li key={label} className="waterfall-row">
            <span>{label}</span>
            <span className="waterfall-track" aria-hidden="true">
              {typicalMs !== undefined && typicalMs > 0 && (
                <span
                  className="waterfall-typical"
                  style={{ left: percent(fromMs), width: percent(typicalMs) }}
                />
              )}
              <span
                className="waterfall-bar"
                style={{ left: percent(fromMs), width: percent(ms), background: color }}
              />
            </span>
            <span
              className="waterfall-length"
              title={typicalMs === undefined ? undefined : `lately ${duration(typicalMs / 1000)}`}
            >
              {duration(ms / 1000)}
            </span>
          </li>
        ))}
      </ul>
      <Text component="figcaption" size="sm">
        {summary}
      </Text>
    </figure>
  );
};

import { useElementSize } from '@mantine/hooks';
import { duration } from './format.ts';
import { PHASE_COLORS } from './phase-colors.ts';
import { PHASES, PHASE_WORDS, type Row, type Stretch } from './timeline.ts';
import './timeline.css';

type Props = Readonly<{
  rows: readonly Row[];
  fromMs: number;
  toMs: number;
  /** What it shows, in one sentence. */
  summary: string;
  chosen: string | null;
  onChoose: (replicaId: string) => void;
  /** Somebody points at a moment of a replica. */
  onMoment: (replicaId: string, atMs: number) => void;
}>;

const [HEIGHT, WORD_PX, TICK_PX] = [24, 7, 110];

/** One row for each replica: what it did and when. */
export const Timeline = ({ rows, fromMs, toMs, summary, chosen, onChoose, onMoment }: Props) => {
  const { ref, width } = useElementSize<HTMLDivElement>();
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label={summary}>
      <div className="timeline">
        {rows.map((row) => (
          <div key={row.replicaId} className="timeline-row">
            <button
              type="button"
              className="timeline-name"
              aria-pressed={row.replicaId === chosen}
              onClick={() => onChoose(row.replicaId)}
            >
              {row.replicaId}
            </button>
            <Bars row={row} fromMs={fromMs} toMs={toMs} width={width} onMoment={onMoment} />
          </div>
        ))}
        <div className="timeline-row">
          <span />
          <div ref={ref}>
            <Axis fromMs={fromMs} toMs={toMs} width={width} />
          </div>
        </div>
      </div>
      <ul className="timeline-legend">
        {PHASES.map((phase) => (
          <li key={phase}>
            <span style={{ background: PHASE_COLORS[phase] }} />
            {PHASE_WORDS[phase]}
          </li>
        ))}
      </ul>
    </div>
  );
};

type BarsProps = Readonly<{
  row: Row;
  fromMs: number;
  toMs: number;
  width: number;
  onMoment: Props['onMoment'];
}>;

const Bars = ({ row, fromMs, toMs, width, onMoment }: BarsProps) => {
  const scale = width / Math.max(1, toMs - fromMs);
  const xOf = (ms: number): number => Math.max(0, Math.min(width, (ms - fromMs) * scale));
  const told = row.stretches.map(
    ({ phase, fromMs: begin, toMs: end }) => `${PHASE_WORDS[phase]} ${duration((end - begin) / 1000)}`,
  );
  return (
    <svg height={HEIGHT} role="img" aria-label={`${row.replicaId}: ${told.join(', ')}`}>
      <rect className="timeline-ground" width={width} height={HEIGHT} rx={3} />
      {row.stretches.map((stretch) => {
        const x = xOf(stretch.fromMs);
        const size = Math.max(1.5, xOf(stretch.toMs) - x);
        return stretch.toMs < fromMs ? null : (
          <g
            key={stretch.fromMs}
            onClick={(event) => {
              const left = event.currentTarget.ownerSVGElement?.getBoundingClientRect().left ?? 0;
              onMoment(row.replicaId, fromMs + (event.clientX - left) / scale);
            }}
            style={{ cursor: 'pointer' }}
          >
            <title>{titleOf(stretch)}</title>
            <rect x={x} y={2} width={size} height={HEIGHT - 4} rx={2} fill={PHASE_COLORS[stretch.phase]} />
            {size > stretch.phase.length * WORD_PX + 8 && (
              <text className="timeline-word" x={x + 5} y={HEIGHT / 2 + 4}>
                {stretch.phase}
              </text>
            )}
          </g>
        );
      })}
    </svg>
  );
};

const titleOf = ({ phase, fromMs, toMs }: Stretch): string =>
  `${PHASE_WORDS[phase]}: ${duration((toMs - fromMs) / 1000)}, from ${new Date(fromMs).toLocaleTimeString()}`;

const Axis = ({ fromMs, toMs, width }: Readonly<{ fromMs: number; toMs: number; width: number }>) => {
  const ticks = Math.max(1, Math.floor(width / TICK_PX));
  return (
    <svg height={18} aria-hidden="true">
      {Array.from({ length: ticks }, (_, index) => {
        const at = fromMs + ((toMs - fromMs) * index) / ticks;
        return (
          <text key={index} className="timeline-axis" x={(width * index) / ticks} y={13}>
            {new Date(at).toLocaleTimeString()}
          </text>
        );
      })}
    </svg>
  );
};

import { Group, Text } from '@mantine/core';
import { bytes } from '../ui/format.ts';
import { cellsOf, type PoolNode, summaryOf } from './pool.ts';

const CELL = 26;
const GAP = 5;
const ROW = 8;
const MIB = 1024 * 1024;

/** One hue: the more of its memory is given, the stronger. */
const fillOf = (given: number): string =>
  given === 0
    ? 'var(--mantine-color-body)'
    : `color-mix(in oklab, var(--mantine-color-cyan-7) ${20 + given * 0.08}%, var(--mantine-color-body))`;

/** The GPUs of a node: memory as strength, an outline for what is given, a hatch while it is drained. */
export const HeatMap = ({ node }: Readonly<{ node: PoolNode }>) => {
  const cells = cellsOf(node);
  if (cells.length === 0) return <Text size="sm">No GPU: it runs replicas on its CPU.</Text>;
  const columns = Math.min(ROW, cells.length);
  const width = columns * (CELL + GAP) + GAP;
  const height = Math.ceil(cells.length / ROW) * (CELL + GAP) + GAP;
  const hatch = `hatch-${node.id}`;
  const isClosed = node.state !== 'ready';
  return (
    <svg
      role="img"
      aria-label={summaryOf(node)}
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      style={{ maxWidth: '100%', height: 'auto', display: 'block' }}
    >
      <Hatch id={hatch} />
      {cells.map(({ index, model, given, givenMib, memoryMib, simulated }, nth) => {
        const x = GAP + (nth % ROW) * (CELL + GAP);
        const y = GAP + Math.floor(nth / ROW) * (CELL + GAP);
        return (
          <g key={index}>
            <title>
              {`GPU ${index}, ${model}${simulated ? ' (simulated)' : ''}: ` +
                `${bytes(givenMib * MIB)} of ${bytes(memoryMib * MIB)} given`}
            </title>
            <rect
              x={x}
              y={y}
              width={CELL}
              height={CELL}
              rx={4}
              fill={fillOf(given)}
              stroke={given > 0 ? 'var(--mantine-color-text)' : 'var(--mantine-color-gray-6)'}
              strokeWidth={given > 0 ? 2.5 : 1}
            />
            {isClosed && <rect x={x} y={y} width={CELL} height={CELL} rx={4} fill={`url(#${hatch})`} />}
          </g>
        );
      })}
    </svg>
  );
};

const Hatch = ({ id }: Readonly<{ id: string }>) => (
  <defs>
    <pattern id={id} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <line x1="0" y1="0" x2="0" y2="6" stroke="var(--mantine-color-text)" strokeWidth="1.6" />
    </pattern>
  </defs>
);

const SAMPLES = [
  ['free', 0, false],
  ['a quarter given', 250, false],
  ['wholly given', 1000, false],
  ['takes no new replicas', 0, true],
] as const;

/** What the signs of the map mean. */
export const Legend = () => (
  <Group gap="md" aria-label="Legend" role="group">
    {SAMPLES.map(([label, given, isClosed]) => (
      <Group key={label} gap={6} wrap="nowrap">
        <svg aria-hidden="true" width="18" height="18" viewBox="0 0 18 18">
          <Hatch id={`legend-${given}`} />
          <rect
            x="2"
            y="2"
            width="14"
            height="14"
            rx="3"
            fill={fillOf(given)}
            stroke={given > 0 ? 'var(--mantine-color-text)' : 'var(--mantine-color-gray-6)'}
            strokeWidth={given > 0 ? 2 : 1}
          />
          {isClosed && <rect x="2" y="2" width="14" height="14" rx="3" fill={`url(#legend-${given})`} />}
        </svg>
        <Text size="xs">{label}</Text>
      </Group>
    ))}
  </Group>
);

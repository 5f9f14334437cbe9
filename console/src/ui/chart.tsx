import 'uplot/dist/uPlot.min.css';
import { Button, Group, Table, useComputedColorScheme } from '@mantine/core';
import { useEffect, useMemo, useRef, useState } from 'react';
import uPlot from 'uplot';

export type Line = Readonly<{
  label: string;
  values: readonly (number | null)[];
  color: string;
  dashed?: boolean;
  filled?: boolean;
  stepped?: boolean;
  /** On the axis at the right. */
  right?: boolean;
}>;
export type Marker = Readonly<{ at: number; label: string; color?: string }>;

type Props = Readonly<{
  /** What it shows, in one sentence with its last figures: for who cannot see it. */
  summary: string;
  /** Seconds since 1970, ascending. */
  times: readonly number[];
  lines: readonly Line[];
  markers?: readonly Marker[];
  height?: number;
  format?: (value: number) => string;
  /** Charts with the same name share cursor and zoom. */
  group?: string;
  onZoom?: (from: number, to: number) => void;
}>;

const SHOWN_ROWS = 200;

/** Lines over time, and the same as a table. */
export const Chart = (props: Props) => {
  const { summary, times, lines, format = String } = props;
  const [asTable, setAsTable] = useState(false);
  return (
    <div>
      {asTable ? (
        <div className="scroll-x" tabIndex={0} role="region" aria-label={summary}>
          <Table striped>
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">Time</Table.Th>
                {lines.map(({ label }) => (
                  <Table.Th scope="col" key={label}>
                    {label}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {times.slice(-SHOWN_ROWS).map((time, index) => (
                <Table.Tr key={time}>
                  <Table.Td>{new Date(time * 1000).toLocaleString()}</Table.Td>
                  {lines.map(({ label, values }) => {
                    const value = values[Math.max(0, times.length - SHOWN_ROWS) + index];
                    return <Table.Td key={label}>{value == null ? '–' : format(value)}</Table.Td>;
                  })}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      ) : (
        <Plot {...props} />
      )}
      <Group justify="flex-end">
        <Button size="compact-xs" variant="subtle" onClick={() => setAsTable(!asTable)}>
          {asTable ? 'Show as chart' : 'Show as table'}
        </Button>
      </Group>
    </div>
  );
};

const Plot = ({
  summary,
  times,
  lines,
  markers = [],
  height = 220,
  format = String,
  group,
  onZoom,
}: Props) => {
  const scheme = useComputedColorScheme('light');
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const marks = useRef(markers);
  const data = useMemo(
    () => [times, ...lines.map(({ values }) => values)] as unknown as uPlot.AlignedData,
    [times, lines],
  );
  const shape = JSON.stringify(lines.map(({ values: _, ...line }) => line));
  useEffect(() => {
    marks.current = markers;
    const drawn = plot.current;
    if (!drawn || drawn.data === data) return;
    // Who zoomed in stays where they are.
    const { min, max } = drawn.scales['x'] ?? {};
    const [first, last] = [drawn.data[0][0], drawn.data[0].at(-1)];
    const isZoomed = min != null && max != null && (min !== first || max !== last);
    drawn.batch(() => {
      drawn.setData(data, !isZoomed);
      if (isZoomed) drawn.redraw(true, true);
    });
  }, [data, markers]);
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const made = new uPlot(
      optionsOf({ element, lines, height, format, group, onZoom, marks }),
      data,
      element,
    );
    plot.current = made;
    const resized = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height }));
    resized.observe(element);
    return () => {
      resized.disconnect();
      made.destroy();
      plot.current = null;
    };
    // Its data come by setData: only another shape makes another plot.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [shape, height, group]);
  // Its ink is the page’s.
  useEffect(() => {
    plot.current?.redraw(false);
  }, [scheme]);
  return <div ref={place} role="img" aria-label={summary} className="chart" />;
};

type Made = Readonly<{
  element: HTMLElement;
  lines: readonly Line[];
  height: number;
  format: (value: number) => string;
  group: string | undefined;
  onZoom: ((from: number, to: number) => void) | undefined;
  marks: Readonly<{ current: readonly Marker[] }>;
}>;

const optionsOf = ({ element, lines, height, format, group, onZoom, marks }: Made): uPlot.Options => {
  const ink = (): string => getComputedStyle(element).color;
  const axis = { stroke: ink, grid: { stroke: 'rgba(128,128,128,.25)', width: 1 } };
  return {
    width: element.clientWidth || 300,
    height,
    cursor: { ...(group !== undefined && { sync: { key: group } }), drag: { x: true, y: false } },
    scales: { x: { time: true }, y: { range: fromZero }, right: { range: fromZero } },
    axes: [
      { ...axis, space: 74 },
      { ...axis, size: 64, values: (_, ticks) => ticks.map((tick) => format(tick)) },
      ...(lines.some(({ right }) => right)
        ? [
            {
              ...axis,
              scale: 'right',
              // The enum of uPlot has no value at run time.
              // eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment
              side: 1 as uPlot.Axis.Side,
              grid: { show: false },
              values: (_: uPlot, ticks: number[]) => ticks.map((tick) => format(tick)),
            },
          ]
        : []),
    ],
    series: [
      {},
      ...lines.map((line): uPlot.Series => ({
        label: line.label,
        stroke: line.color,
        width: 2,
        points: { show: false },
        ...(line.right && { scale: 'right' }),
        ...(line.dashed && { dash: [6, 4] }),
        ...(line.filled && { fill: `${line.color}33` }),
        ...(line.stepped && uPlot.paths.stepped && { paths: uPlot.paths.stepped({ align: 1 }) }),
        value: (_, value: number | null) => (value === null ? '–' : format(value)),
      })),
    ],
    hooks: {
      draw: [(plot) => drawMarkers(plot, marks.current)],
      setSelect: [
        (plot) => {
          const { left, width } = plot.select;
          if (width > 0) onZoom?.(plot.posToVal(left, 'x'), plot.posToVal(left + width, 'x'));
        },
      ],
    },
  };
};

const fromZero = (_: uPlot, __: number, max: number): uPlot.Range.MinMax => [0, max > 0 ? max * 1.1 : 1];

const LABEL_PX = 11;
const drawMarkers = (plot: uPlot, markers: readonly Marker[]): void => {
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio;
  let free = -Infinity;
  for (const { at, label, color = '#868e96' } of markers) {
    const x = plot.valToPos(at, 'x', true);
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    ctx.save();
    ctx.strokeStyle = color;
    ctx.setLineDash([3, 3]);
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    ctx.font = `${LABEL_PX * ratio}px system-ui, sans-serif`;
    ctx.fillStyle = getComputedStyle(plot.root).color;
    const { width } = ctx.measureText(label);
    if (x > free && x + width < bbox.left + bbox.width) {
      ctx.fillText(label, x + 3 * ratio, bbox.top + LABEL_PX * ratio);
      free = x + width + 8 * ratio;
    }
    ctx.restore();
  }
};

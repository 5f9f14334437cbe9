import './table.css';
import { Anchor, Badge, Text, UnstyledButton } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { Link } from '@tanstack/react-router';
import { memo, useRef, useState } from 'react';
import { Ago } from '../ui/ago.tsx';
import { count, duration, money } from '../ui/format.ts';
import { StateBadge } from '../ui/state-badge.tsx';
import { type Filters, type Sort, inOrder } from './filters.ts';
import type { Endpoint, Numbers } from './list.ts';
import { Spark } from './spark.tsx';
import { useRates } from './rates.ts';

type Props = Readonly<{
  endpoints: readonly Endpoint[];
  numbers: ReadonlyMap<string, Numbers>;
  measuredAt: number;
  filters: Filters;
  onSort: (sort: string) => void;
}>;

const ROW = 58;
const [LEAST, MOST_VISIBLE] = [3, 12];
const NONE: Numbers = {};

/** One row per endpoint; only those in view are in the document, and none moves while one points at them. */
export const EndpointTable = ({ endpoints, numbers, measuredAt, filters, onSort }: Props) => {
  const box = useRef<HTMLDivElement>(null);
  const [order, setOrder] = useState<readonly string[] | null>(null);
  const rates = useRates(numbers, measuredAt);
  const rows = order === null ? endpoints : inOrder(endpoints, order);
  // It is not memoized by anything here.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW,
    overscan: 8,
    getItemKey: (index) => rows[index]?.id ?? index,
  });
  return (
    <div
      className="endpoints scroll-x"
      ref={box}
      tabIndex={0}
      role="region"
      aria-label="Endpoints, scrollable"
      style={{ height: `min(70vh, ${(Math.min(Math.max(rows.length, LEAST), MOST_VISIBLE) + 1) * ROW}px)` }}
      onPointerEnter={() => setOrder(endpoints.map(({ id }) => id))}
      onPointerLeave={() => setOrder(null)}
    >
      <div role="table" aria-label="Endpoints" aria-rowcount={rows.length + 1} className="endpoints-table">
        <Head
          filters={filters}
          onSort={(sort) => {
            setOrder(null);
            onSort(sort);
          }}
        />
        <div role="rowgroup" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
          {virtual.getVirtualItems().map(({ index, start, key }) => {
            const endpoint = rows[index];
            return (
              endpoint && (
                <Row
                  key={key}
                  endpoint={endpoint}
                  numbers={numbers.get(endpoint.id) ?? NONE}
                  rates={rates.get(endpoint.id)}
                  index={index}
                  start={start}
                />
              )
            );
          })}
        </div>
      </div>
      {rows.length === 0 && <Text p="md">No endpoint is like that.</Text>}
    </div>
  );
};

const COLUMNS: readonly (readonly [label: string, sort: Sort | null])[] = [
  ['Name', 'name'],
  ['State', 'state'],
  ['Replicas', null],
  ['In flight', null],
  ['Requests/s', 'rate'],
  ['p95 · first token', 'latency'],
  ['Now', 'cost'],
  ['Today', null],
  ['Hardware', null],
  ['Tags', null],
  ['Created', 'created'],
];

const Head = ({ filters, onSort }: Pick<Props, 'filters' | 'onSort'>) => (
  <div role="rowgroup" className="endpoints-head">
    <div role="row" aria-rowindex={1} className="endpoints-row">
      {COLUMNS.map(([label, sort]) => {
        const isSorted = sort !== null && filters.sort === sort;
        return (
          <div
            key={label}
            role="columnheader"
            {...(sort !== null && {
              'aria-sort': isSorted ? (filters.isDescending ? 'descending' : 'ascending') : 'none',
            })}
          >
            {sort === null ? (
              label
            ) : (
              <UnstyledButton
                fz="sm"
                fw={600}
                onClick={() => onSort(isSorted && !filters.isDescending ? `-${sort}` : sort)}
              >
                {label} <span aria-hidden="true">{isSorted ? (filters.isDescending ? '↓' : '↑') : ''}</span>
              </UnstyledButton>
            )}
          </div>
        );
      })}
    </div>
  </div>
);

type RowProps = Readonly<{
  endpoint: Endpoint;
  numbers: Numbers;
  rates: readonly number[] | undefined;
  index: number;
  start: number;
}>;

const seconds = (value: number | undefined): string => (value === undefined ? '–' : duration(value));
/** Less than a thousandth of a cent is nothing in a list. */
const dollars = (value: number | undefined): string =>
  value === undefined ? '–' : money(value < 1e-5 ? 0 : value * 1e9);
const number = (value: number | undefined): string => (value === undefined ? '–' : count(value));

const Row = memo(function Row({ endpoint, numbers, rates, index, start }: RowProps) {
  const { id, name, model, state, conditions, reason, replicas, hardware, tags, createdAt } = endpoint;
  const said = conditions[0]?.message ?? reason.message;
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      className="endpoints-row endpoints-body"
      style={{ height: ROW, transform: `translateY(${start}px)` }}
    >
      <div role="rowheader">
        <Anchor component={Link} to={`/endpoints/${id}`} data-row fw={600} truncate="end" display="block">
          {name}
        </Anchor>
        <Text size="xs" c="dimmed" truncate="end" title={model}>
          {model}
        </Text>
      </div>
      <div role="cell">
        <StateBadge state={state} conditions={conditions} />
        <Text size="xs" c="dimmed" truncate="end" title={said}>
          {said}
        </Text>
      </div>
      <div role="cell">
        {replicas.ready} of {replicas.desired}
      </div>
      <div role="cell">{number(numbers.in_flight)}</div>
      <div role="cell" className="endpoints-rate">
        {number(numbers.requests_per_second)}
        <Spark values={rates} />
      </div>
      <div role="cell">
        {seconds(numbers.latency_p95_seconds)} · {seconds(numbers.ttft_p95_seconds)}
      </div>
      <div role="cell">{dollars(numbers.cost_usd_per_hour)}/h</div>
      <div role="cell">{dollars(numbers.cost_usd_today)}</div>
      <div role="cell">
        {hardware.id}
        {endpoint.simulated && (
          <Text size="xs" c="dimmed">
            simulated
          </Text>
        )}
      </div>
      <div role="cell" className="endpoints-tags">
        {Object.entries(tags)
          .slice(0, 2)
          .map(([tag, value]) => (
            <Badge key={tag} size="sm" variant="outline" tt="none" className="state-badge" color="gray">
              {value === '' ? tag : `${tag}=${value}`}
            </Badge>
          ))}
      </div>
      <div role="cell">
        <Ago at={createdAt} />
      </div>
    </div>
  );
});

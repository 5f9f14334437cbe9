import { Anchor, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useEndpointId } from '../endpoint/queries.ts';
import { Tab } from '../endpoint/tab.tsx';
import { useFilters } from '../ui/use-filters.ts';
import { Filters } from './filters.tsx';
import { Hours } from './hourly.tsx';
import { List } from './list.tsx';
import { askOf, type RequestFilters } from './parts.ts';

export type Name = keyof RequestFilters | 'view' | 'by' | 'open';

/** Requests one by one, and by the hour. */
export default function Requests() {
  const endpointId = useEndpointId();
  const [filters, set] = useFilters<Name>();
  // A span’s beginning moves on; a file begins where it did when the page was opened.
  const [openedAt] = useState(() => Date.now());
  const isHourly = filters.view === 'hours';
  const file = (format: 'csv' | 'ndjson'): string =>
    `/v1/endpoints/${encodeURIComponent(endpointId)}/requests/export?${new URLSearchParams({ ...askOf(filters, openedAt), format }).toString()}`;
  return (
    <Tab
      title="Requests"
      about="Each request with where its time went; kept by the hour for longer."
      actions={
        <>
          <SegmentedControl
            aria-label="How requests are shown"
            data={[
              { value: 'list', label: 'One by one' },
              { value: 'hours', label: 'By the hour' },
            ]}
            value={isHourly ? 'hours' : 'list'}
            onChange={(view) => set({ view: view === 'hours' ? view : undefined })}
          />
          {!isHourly && (
            <>
              <Anchor size="sm" href={file('csv')} download>
                CSV
              </Anchor>
              <Anchor size="sm" href={file('ndjson')} download>
                JSON lines
              </Anchor>
            </>
          )}
        </>
      }
    >
      {isHourly ? (
        <Hours endpointId={endpointId} filters={filters} set={set} />
      ) : (
        <>
          <Filters filters={filters} set={set} />
          <List endpointId={endpointId} filters={filters} set={set} />
        </>
      )}
    </Tab>
  );
}

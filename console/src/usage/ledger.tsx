import { Code, Text } from '@mantine/core';
import { unwrap } from '@tidegate/sdk';
import { api } from '../app/api.ts';
import { money } from '../ui/format.ts';
import { Moment } from '../ui/moment.tsx';
import { PAGE, usePaged } from '../ui/paged.ts';
import { ResourceTable } from '../ui/resource-table.tsx';
import { Section } from '../ui/section.tsx';

const HASH_SHOWN = 12;

/** Every transaction: what was posted, of which event, chained by hash. */
export const Ledger = () => {
  const paged = usePaged(
    ['ledger'],
    (cursor) =>
      unwrap(
        api.GET('/v1/billing/ledger', { params: { query: { limit: PAGE, ...(cursor && { cursor }) } } }),
      ),
    { everyMs: 30_000 },
  );
  return (
    <Section title="Ledger" about="Insert only, each transaction balanced and chained to the one before.">
      <ResourceTable
        label="Ledger"
        paged={paged}
        idOf={({ nth }) => String(nth)}
        empty={{ sentence: 'Nothing is posted yet: it is, as each hour closes.' }}
        columns={[
          { label: 'No.', right: true, cell: ({ nth }) => nth },
          { label: 'When', cell: ({ at }) => <Moment at={at} /> },
          { label: 'Cause', cell: ({ cause, position }) => `${cause}, event ${position}` },
          {
            label: 'Entries',
            cell: ({ entries }) =>
              entries.map(({ account, amountNanoUsd, sku }, index) => (
                <Text key={index} size="sm">
                  {account}
                  {sku !== null && ` (${sku})`}: {money(amountNanoUsd)}
                </Text>
              )),
          },
          { label: 'Hash', cell: ({ hash }) => <Code title={hash}>{hash.slice(0, HASH_SHOWN)}</Code> },
        ]}
      />
    </Section>
  );
};

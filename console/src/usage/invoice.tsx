import { Anchor, Button, Drawer, Group, Skeleton, Text } from '@mantine/core';
import { unwrap } from '@tidegate/sdk';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../app/api.ts';
import { Facts } from '../ui/facts.tsx';
import { count, money } from '../ui/format.ts';
import { Page } from '../ui/page.tsx';
import { Problem } from '../ui/problem.tsx';
import { ResourceTable } from '../ui/resource-table.tsx';
import { Section } from '../ui/section.tsx';
import { StateWord } from '../ui/state-word.tsx';
import { useEndpoints } from '../ui/use-endpoints.ts';
import { useParam } from '../ui/use-param.ts';
import { centsOf, hoursOf, monthOf } from './figures.ts';
import { Proof } from './proof.tsx';

const DRAFT = 'draft';

const ask = async (invoiceId: string) => {
  if (invoiceId === DRAFT) {
    const draft = await unwrap(api.GET('/v1/billing/invoices/draft'));
    return { ...draft, issued: null };
  }
  const at = { params: { path: { invoiceId } } };
  const invoice = await unwrap(api.GET('/v1/billing/invoices/{invoiceId}', at));
  if (typeof invoice === 'string') throw new Error('The invoice came in another form than asked for');
  return { ...invoice, issued: invoice.issuedAt };
};

export default function InvoicePage() {
  const invoiceId = useParam('invoiceId');
  const { data, error } = useQuery({
    queryKey: ['invoices', invoiceId],
    queryFn: () => ask(invoiceId),
    ...(invoiceId === DRAFT && { refetchInterval: 30_000 }),
  });
  if (data) return <Shown invoiceId={invoiceId} data={data} />;
  return (
    <Page title="Invoice">
      {error ? <Problem error={error} doing="Reading the invoice" /> : <Skeleton height={240} />}
    </Page>
  );
}

type ShownProps = Readonly<{ invoiceId: string; data: Awaited<ReturnType<typeof ask>> }>;

const Shown = ({ invoiceId, data }: ShownProps) => {
  const { nameOf } = useEndpoints();
  const [line, setLine] = useState<number | null>(null);
  const isDraft = invoiceId === DRAFT;
  const lines = {
    items: data.lines,
    error: null,
    hasMore: false,
    isLoadingMore: false,
    more: () => undefined,
  };
  return (
    <Page
      title={`${isDraft ? 'Draft' : 'Invoice'} for ${monthOf(data.period)}`}
      about={`${data.from.slice(0, 10)} to ${data.to.slice(0, 10)}, ${data.timeZone}`}
      actions={
        !isDraft && (
          <Group gap="xs">
            <Anchor
              size="sm"
              href={`/v1/billing/invoices/${invoiceId}.html`}
              target="_blank"
              rel="noreferrer"
            >
              Page to print
            </Anchor>
            <Anchor size="sm" href={`/v1/billing/invoices/${invoiceId}.pdf`} target="_blank" rel="noreferrer">
              PDF
            </Anchor>
          </Group>
        )
      }
    >
      <Section title={money(centsOf(data.totalCents))}>
        <Facts
          facts={[
            [
              'State',
              isDraft ? (
                <StateWord key="state" state="pending" word="as it stands now" />
              ) : (
                <StateWord key="state" state="valid" word="final" />
              ),
            ],
            ['Lines', money(data.subtotalNanoUsd)],
            ['Credit used', money(data.creditNanoUsd)],
            ['Rounding', money(data.roundingNanoUsd)],
            ...(data.issued === null ? [] : [['Issued', new Date(data.issued).toLocaleString()] as const]),
            ['Hash of the lines', data.linesSha256],
          ]}
        />
      </Section>
      <Section
        title="Lines"
        about={isDraft ? 'They expand to their events once the month is closed.' : undefined}
      >
        <ResourceTable
          label="Lines of the invoice"
          paged={lines}
          idOf={({ nth }) => String(nth)}
          empty={{ sentence: 'Nothing is due.' }}
          columns={[
            { label: 'No.', cell: ({ nth }) => nth },
            { label: 'Endpoint', cell: ({ endpointId }) => nameOf(endpointId) },
            {
              label: 'What',
              cell: ({ kind, sku, simulated, class: is }) => (
                <Text size="sm">
                  {sku} {kind === 'usage' ? '' : `(${kind})`} {simulated && '(simulated)'} {is}
                </Text>
              ),
            },
            { label: 'Held, h', right: true, cell: ({ heldUs }) => count(hoursOf(heldUs)) },
            { label: 'Price an hour', right: true, cell: (row) => money(row.priceNanoUsdPerHour) },
            { label: 'Amount', right: true, cell: ({ amountNanoUsd }) => money(amountNanoUsd) },
          ]}
          {...(!isDraft && {
            actions: ({ nth }: { nth: number }) => (
              <Button
                size="compact-xs"
                variant="subtle"
                onClick={() => setLine(nth)}
                aria-label={`Why line ${nth}`}
              >
                Why
              </Button>
            ),
          })}
        />
      </Section>
      <Drawer
        opened={line !== null}
        onClose={() => setLine(null)}
        position="right"
        size="lg"
        title={`What line ${line ?? ''} follows from`}
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        {line !== null && <Proof invoiceId={invoiceId} line={line} />}
      </Drawer>
    </Page>
  );
};

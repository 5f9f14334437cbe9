import { Stack, Tabs } from '@mantine/core';
import { Page } from '../ui/page.tsx';
import { useFilters } from '../ui/use-filters.ts';
import { useProject } from '../ui/use-project.ts';
import { Breakdown } from './breakdown.tsx';
import { Budgets } from './budgets.tsx';
import { Credits } from './credits.tsx';
import { Invoices } from './invoices.tsx';
import { Ledger } from './ledger.tsx';
import { Now } from './now.tsx';

const TABS = ['usage', 'budgets', 'invoices', 'credits', 'ledger'] as const;

export default function Usage() {
  const [{ tab = 'usage' }, setPlace] = useFilters<'tab'>();
  const { projectId, isOperator } = useProject();
  if (projectId === undefined) return null;
  return (
    <Page
      title="Usage and invoices"
      about="Billed by the second that hardware was held; any figure follows from events."
    >
      <Now projectId={projectId} />
      <Tabs value={tab} onChange={(next) => setPlace({ tab: next ?? undefined })} keepMounted={false}>
        <Tabs.List>
          {TABS.map((name) => (
            <Tabs.Tab key={name} value={name} tt="capitalize">
              {name}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Stack pt="md">
          <Tabs.Panel value="usage">
            <Breakdown />
          </Tabs.Panel>
          <Tabs.Panel value="budgets">
            <Budgets />
          </Tabs.Panel>
          <Tabs.Panel value="invoices">
            <Invoices />
          </Tabs.Panel>
          <Tabs.Panel value="credits">
            <Credits projectId={projectId} isOperator={isOperator} />
          </Tabs.Panel>
          <Tabs.Panel value="ledger">
            <Ledger />
          </Tabs.Panel>
        </Stack>
      </Tabs>
    </Page>
  );
}

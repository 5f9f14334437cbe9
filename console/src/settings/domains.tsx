import { Badge, Button, Stack, Table, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../app/api.ts';
import { type Endpoint, got } from '../endpoint/queries.ts';
import { Ago } from '../ui/ago.tsx';
import { Copy } from '../ui/copy.tsx';
import { Problem } from '../ui/problem.tsx';
import { Section } from '../ui/section.tsx';

type Domain = Readonly<{
  domain: string;
  state: 'pending' | 'verified';
  challenge: Readonly<{ type: string; host: string; value: string }>;
  checkedAt: string | null;
  problem: string | null;
}>;
const POLL_MS = 30_000;

/** Own domains, and what proves that they are one’s own. */
export const Domains = ({ endpoint }: Readonly<{ endpoint: Endpoint }>) => {
  const queries = useQueryClient();
  const key = ['revisions', endpoint.id, 'domains', endpoint.customDomains];
  const { data, error } = useQuery({
    queryKey: key,
    queryFn: () =>
      got<Readonly<{ items: readonly Domain[] }>>(
        api.GET('/v1/endpoints/{endpointId}/domains', { params: { path: { endpointId: endpoint.id } } }),
      ),
    refetchInterval: POLL_MS,
    enabled: endpoint.customDomains.length > 0,
  });
  const checking = useMutation({
    mutationFn: (domain: string) =>
      got<Domain>(
        api.POST('/v1/endpoints/{endpointId}/domains/{domain}/check', {
          params: { path: { endpointId: endpoint.id, domain } },
        }),
      ),
    onSettled: () => queries.invalidateQueries({ queryKey: key }),
  });
  const problem = error ?? checking.error;
  if (endpoint.customDomains.length === 0) return null;
  return (
    <Section title="Own domains" about="Put each record into the domain’s DNS; it is looked for by itself.">
      {problem && <Problem error={problem} />}
      <div className="scroll-x" tabIndex={0} role="region" aria-label="Own domains">
        <Table>
          <Table.Thead>
            <Table.Tr>
              {['Domain', 'State', 'Record', 'Checked', 'Action'].map((label) => (
                <Table.Th key={label} scope="col">
                  {label}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {(data?.items ?? []).map(({ domain, state, challenge, checkedAt, problem: missing }) => (
              <Table.Tr key={domain}>
                <Table.Th scope="row">{domain}</Table.Th>
                <Table.Td>
                  <Badge
                    variant="outline"
                    tt="none"
                    className="state-badge"
                    color={state === 'verified' ? 'green' : 'yellow'}
                  >
                    {state}
                  </Badge>
                </Table.Td>
                <Table.Td>
                  <Stack gap={2}>
                    <Copy
                      text={`${challenge.host} ${challenge.type} ${challenge.value}`}
                      label="Copy the record"
                    />
                    {missing !== null && <Text size="sm">{missing}</Text>}
                  </Stack>
                </Table.Td>
                <Table.Td>{checkedAt === null ? 'not yet' : <Ago at={checkedAt} />}</Table.Td>
                <Table.Td>
                  <Button
                    size="compact-sm"
                    variant="default"
                    loading={checking.isPending && checking.variables === domain}
                    onClick={() => checking.mutate(domain)}
                  >
                    Check now
                  </Button>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </Section>
  );
};

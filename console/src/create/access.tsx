import { MultiSelect, SimpleGrid, Stack } from '@mantine/core';
import { unwrap } from '@tidegate/sdk';
import { useQuery } from '@tanstack/react-query';
import { api } from '../app/api.ts';
import { ListField, NumberField, SelectField, SwitchField } from './fields.tsx';
import { useBound } from './form.ts';

/** Who may call it, and how much. */
export const Access = () => (
  <Stack>
    <SimpleGrid cols={{ base: 1, sm: 2 }}>
      <SelectField
        pointer="/visibility"
        label="Visibility"
        placeholder="private"
        help="public: no token is asked for, and you pay."
        data={['private', 'public']}
      />
      <SwitchField
        pointer="/internalOnly"
        label="Internal only"
        help="Reached by the internal listener alone."
        byDefault={false}
      />
      <SecurityGroups />
      <ListField
        pointer="/customDomains"
        label="Custom domains"
        placeholder="models.example.com"
        help="They reach it once their ownership is proven; each has a price per hour."
      />
    </SimpleGrid>
    <SimpleGrid cols={{ base: 1, sm: 3 }}>
      <NumberField
        pointer="/limits/requestsPerMinute"
        label="Requests a minute"
        placeholder="no limit"
        help="From all callers together."
        min={1}
      />
      <NumberField
        pointer="/limits/tokensPerMinute"
        label="Tokens a minute"
        placeholder="no limit"
        help="Of prompts and answers."
        min={1}
      />
      <NumberField
        pointer="/limits/replicaConcurrency"
        label="At a time in a replica"
        placeholder="no limit"
        help="The others wait; at least the target of concurrency."
        min={1}
      />
      <NumberField
        pointer="/requestTimeouts/firstByteSeconds"
        label="First byte within"
        placeholder="the gateway’s own"
        suffix=" s"
        min={1}
      />
      <NumberField
        pointer="/requestTimeouts/idleSeconds"
        label="Silent for at most"
        placeholder="the gateway’s own"
        suffix=" s"
        min={1}
      />
      <NumberField
        pointer="/requestTimeouts/totalSeconds"
        label="Done within"
        placeholder="the gateway’s own"
        suffix=" s"
        min={1}
      />
    </SimpleGrid>
    <SelectField
      pointer="/balancing"
      label="Balancing"
      placeholder="least-outstanding"
      help="prefix-affinity: chats that begin alike go to the replica that has their beginning in its cache."
      data={['least-outstanding', 'prefix-affinity']}
    />
  </Stack>
);

const SecurityGroups = () => {
  const { data } = useQuery({
    queryKey: ['security-groups', 'to-choose'],
    queryFn: async () =>
      (await unwrap(api.GET('/v1/security-groups', { params: { query: { limit: 200 } } }))).items,
  });
  const { id, value, error, set, touch } = useBound('/securityGroups');
  return (
    <MultiSelect
      id={id}
      label="Security groups"
      description="Callers must be allowed by one of these; none: from anywhere."
      placeholder={data?.length === 0 ? 'There is none' : ''}
      data={(data ?? []).map((group) => ({ value: group.id, label: group.name }))}
      value={Array.isArray(value) ? value.map(String) : []}
      onChange={(values) => set(values.length === 0 ? undefined : values)}
      onBlur={touch}
      error={error}
    />
  );
};

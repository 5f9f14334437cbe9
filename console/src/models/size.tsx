import {
  Button,
  Group,
  NumberInput,
  Paper,
  Select,
  Stack,
  Table,
  Text,
  TextInput,
  Title,
} from '@mantine/core';
import { ApiError, type components, unwrap } from '@tidegate/sdk';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../app/api.ts';
import { frameworks } from '../create/queries.ts';
import { bytes, money } from '../ui/format.ts';
import { Problem } from '../ui/problem.tsx';
import { parameters } from './models.ts';

type Sizing = components['schemas']['Sizing'];
const MIB = 1024 ** 2;

/** What a model needs, before anything is made of it. */
export const SizeAModel = () => {
  const { data: all = [] } = useQuery(frameworks);
  const [model, setModel] = useState('');
  const [framework, setFramework] = useState<string | null>(null);
  const [context, setContext] = useState<number | string>('');
  const sizing = useMutation({
    mutationFn: () =>
      unwrap(
        api.POST('/v1/sizing', {
          body: {
            model,
            ...(framework !== null && { framework }),
            ...(typeof context === 'number' && { contextTokens: context }),
          },
        }),
      ),
  });
  const wrong = sizing.error instanceof ApiError ? sizing.error.errors : [];
  const about = (pointer: string) => wrong.find((one) => one.pointer === pointer)?.message;
  return (
    <Paper withBorder p="md" component="section">
      <Stack>
        <Title order={2} size="h4">
          What does a model need?
        </Title>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            sizing.mutate();
          }}
        >
          <Group align="flex-end">
            <TextInput
              label="Model"
              placeholder="owner/name"
              value={model}
              onChange={(event) => setModel(event.currentTarget.value)}
              error={about('/model')}
              required
              w={320}
              data-search
            />
            <Select
              label="Framework"
              placeholder="the one that serves it"
              data={all.map(({ id, title }) => ({ value: id, label: title }))}
              value={framework}
              onChange={setFramework}
              error={about('/framework')}
              clearable
              clearButtonProps={{ 'aria-label': 'Any framework' }}
            />
            <NumberInput
              label="Context"
              placeholder="what it was made for"
              suffix=" tokens"
              value={context}
              onChange={setContext}
              error={about('/contextTokens')}
              min={1}
            />
            <Button type="submit" loading={sizing.isPending}>
              Size it
            </Button>
          </Group>
        </form>
        {sizing.error && <Problem error={sizing.error} doing="Sizing it" />}
        {sizing.data && <Needs sizing={sizing.data} />}
      </Stack>
    </Paper>
  );
};

const mib = (value: number | null): string => (value === null ? 'not known' : bytes(value * MIB));

const Needs = ({ sizing }: Readonly<{ sizing: Sizing }>) => (
  <Stack gap="xs">
    <Text>{sizing.explanation}</Text>
    <Text size="sm">
      {sizing.parameters === null ? '' : `${parameters(sizing.parameters)} parameters · `}weights{' '}
      {mib(sizing.weightsMib)} · cache {mib(sizing.kvCacheMib)} · disk {mib(sizing.diskMib)} · confidence{' '}
      {sizing.confidence}
    </Text>
    {[...sizing.warnings, ...sizing.hints].map(({ message }) => (
      <Text key={message} size="sm">
        {message}
      </Text>
    ))}
    <div className="scroll-x" tabIndex={0} role="region" aria-label="Hardware, scrollable">
      <Table aria-label="Hardware" miw={640}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">Hardware</Table.Th>
            <Table.Th scope="col">Per hour</Table.Th>
            <Table.Th scope="col">Fits?</Table.Th>
            <Table.Th scope="col">Create</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {sizing.hardware.map(({ hardwareId, priceNanoUsdPerHour, fits, message }) => (
            <Table.Tr key={hardwareId}>
              <Table.Th scope="row" fw={500}>
                {hardwareId}
              </Table.Th>
              <Table.Td>{money(priceNanoUsdPerHour)}</Table.Td>
              <Table.Td>{message}</Table.Td>
              <Table.Td>
                {fits && (
                  <Button
                    component={Link}
                    to="/endpoints/new"
                    search={{ model: sizing.model, hardware: hardwareId } as never}
                    size="compact-sm"
                    variant="default"
                    aria-label={`Create on ${hardwareId}`}
                  >
                    Create
                  </Button>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  </Stack>
);

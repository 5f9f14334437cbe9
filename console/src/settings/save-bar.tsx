import { Alert, Button, Code, Group, List, NumberInput, Paper, Stack, Table, Text } from '@mantine/core';
import { useMutation, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { useState } from 'react';
import type { Endpoint } from '../endpoint/queries.ts';
import { shown } from '../events/diff.ts';
import { money } from '../ui/format.ts';
import { Problem } from '../ui/problem.tsx';
import { type Patch, type Preview, save } from './preview.ts';

type Props = Readonly<{
  endpoint: Endpoint;
  patch: Patch;
  preview: UseQueryResult<Preview>;
  onDiscard: () => void;
  onSaved: (sentence: string) => void;
}>;

const CLASSES = {
  hot: 'at once, replicas stay',
  rolling: 'replicas are replaced one by one',
  immutable: 'cannot be changed',
} as const;

/** What is about to change, what comes of it, and the buttons that do it. */
export const SaveBar = ({ endpoint, patch, preview, onDiscard, onSaved }: Props) => {
  const queries = useQueryClient();
  const [percent, setPercent] = useState<number | ''>('');
  const saving = useMutation({
    mutationFn: () => save(endpoint, patch, percent === '' ? undefined : percent),
    onSuccess: (updated) => {
      setPercent('');
      queries.setQueryData(['endpoint', endpoint.id], updated);
      void queries.invalidateQueries({ queryKey: ['revisions', endpoint.id] });
      onSaved(`Saved as revision ${updated.revision}. ${updated.effect.text}`);
    },
  });
  const isChanged = Object.keys(patch).length > 0;
  const { data, error } = preview;
  if (!isChanged) return null;
  const isRolling = data?.changes.some((change) => change.class === 'rolling') === true;
  return (
    <Paper
      withBorder
      shadow="md"
      p="md"
      component="section"
      aria-label="What changes"
      style={{ position: 'sticky', bottom: 8, zIndex: 5, maxHeight: '55vh', overflow: 'auto' }}
      tabIndex={0}
    >
      <Stack gap="sm">
        {error && <Problem error={error} doing="Judging the change" />}
        {saving.error && <Problem error={saving.error} doing="Not saved" />}
        {data && <Judged preview={data} />}
        <Group justify="space-between" align="flex-end">
          <Group align="flex-end" gap="xs">
            {isRolling && (
              <NumberInput
                label="First for so many of 100 requests"
                placeholder="all"
                min={1}
                max={99}
                allowDecimal={false}
                w={230}
                value={percent}
                onChange={(next) => setPercent(next === '' ? '' : Number(next))}
              />
            )}
          </Group>
          <Group gap="xs">
            <Button variant="default" onClick={onDiscard}>
              Discard
            </Button>
            <Button
              disabled={data?.valid !== true || preview.isPlaceholderData}
              loading={saving.isPending}
              onClick={() => saving.mutate()}
            >
              {percent === '' ? 'Save as a revision' : `Try on ${percent} %`}
            </Button>
          </Group>
        </Group>
      </Stack>
    </Paper>
  );
};

const Judged = ({
  preview: { changes, effect, problems, warnings, price },
}: Readonly<{ preview: Preview }>) => (
  <>
    {effect && <Text fw={600}>{capital(effect.text)}.</Text>}
    {price && (
      <Text size="sm">
        An hour costs {money(price.atMinNanoUsdPerHour)} at least, {money(price.nowNanoUsdPerHour)} now and{' '}
        {money(price.atMaxNanoUsdPerHour)} at most.
      </Text>
    )}
    {problems.length > 0 && (
      <Alert color="red" variant="outline" title="It cannot be saved like that">
        <Told told={problems} />
      </Alert>
    )}
    {warnings.length > 0 && (
      <Alert color="yellow" variant="outline" title="It can be saved, but">
        <Told told={warnings} />
      </Alert>
    )}
    {changes.length > 0 && (
      <div className="scroll-x" tabIndex={0} role="region" aria-label="Changes">
        <Table verticalSpacing={4}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">Field</Table.Th>
              <Table.Th scope="col">From</Table.Th>
              <Table.Th scope="col">To</Table.Th>
              <Table.Th scope="col">How</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {changes.map((change) => (
              <Table.Tr key={change.pointer}>
                <Table.Th scope="row">
                  <Code>{change.pointer}</Code>
                </Table.Th>
                <Table.Td>{shown(change.from)}</Table.Td>
                <Table.Td>{shown(change.to)}</Table.Td>
                <Table.Td>{CLASSES[change.class]}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
    )}
  </>
);

const Told = ({ told }: Readonly<{ told: Preview['problems'] }>) => (
  <List size="sm">
    {told.map(({ pointer, message }) => (
      <List.Item key={`${pointer} ${message}`}>
        <Code>{pointer}</Code> {message}
      </List.Item>
    ))}
  </List>
);

const capital = (text: string): string =>
  `${text.charAt(0).toUpperCase()}${text.slice(1)}`.replace(/\.$/, '');

import { Alert, Anchor, Button, List, Loader, Paper, Stack, Table, Tabs, Text, Title } from '@mantine/core';
import { Copy } from '../ui/copy.tsx';
import { duration, money } from '../ui/format.ts';
import { Problem } from '../ui/problem.tsx';
import { cliOf, curlOf, manifestOf } from './code.ts';
import { type Draft, wordsOf } from './draft.ts';
import { idOf } from './form.ts';
import { type Preview, useExpectedStart } from './queries.ts';

type Props = Readonly<{
  draft: Draft;
  preview: Preview | undefined;
  isSettling: boolean;
  error: Error | null;
  failed: Error | null;
  isCreating: boolean;
  onCreate: () => void;
  onClear: () => void;
}>;

/** What the platform says of the draft, what it will cost, and the same as commands. */
export const Rail = (props: Props) => {
  const { draft, preview, isSettling, error, failed, isCreating, onCreate, onClear } = props;
  return (
    <Stack className="rail" role="region" aria-label="Dry run">
      <Paper withBorder p="md">
        <Stack gap="xs">
          <Title order={2} size="h4">
            Dry run {isSettling && <Loader size="xs" aria-label="The platform is asked" />}
          </Title>
          {error && <Problem error={error} doing="Asking the platform" />}
          {preview && <Judgement preview={preview} />}
          {failed && <Problem error={failed} doing="Creating it" />}
          <Button onClick={onCreate} loading={isCreating}>
            Create
          </Button>
          <Button variant="subtle" size="compact-sm" onClick={onClear}>
            Begin anew
          </Button>
        </Stack>
      </Paper>
      <Expected draft={draft} preview={preview} />
      <Paper withBorder p="md">
        <Title order={2} size="h4">
          The same as
        </Title>
        <Tabs defaultValue="yaml" mt="xs">
          <Tabs.List>
            <Tabs.Tab value="yaml">YAML</Tabs.Tab>
            <Tabs.Tab value="cli">CLI</Tabs.Tab>
            <Tabs.Tab value="curl">curl</Tabs.Tab>
          </Tabs.List>
          {[
            ['yaml', manifestOf(draft)],
            ['cli', cliOf(draft)],
            ['curl', curlOf(draft, location.origin)],
          ].map(([kind = '', text = '']) => (
            <Tabs.Panel key={kind} value={kind} pt="xs">
              <Copy block text={text} label={`Copy the ${kind}`} />
            </Tabs.Panel>
          ))}
        </Tabs>
      </Paper>
    </Stack>
  );
};

const Judgement = ({ preview: { valid, problems, warnings } }: Readonly<{ preview: Preview }>) => (
  <>
    <Text size="sm" role="status">
      {valid
        ? 'It can be created.'
        : `${problems.length} ${problems.length === 1 ? 'thing is' : 'things are'} not right yet.`}
    </Text>
    <Said said={problems} label="Problems" />
    <Said said={warnings} label="Warnings" />
  </>
);

const Said = ({ said, label }: Readonly<{ said: Preview['problems']; label: string }>) =>
  said.length > 0 && (
    <Alert
      variant="outline"
      color={label === 'Problems' ? 'red' : 'yellow'}
      title={label}
      styles={{ title: { color: 'var(--mantine-color-text)' } }}
    >
      <List size="sm" spacing={4}>
        {said.map(({ pointer, message }) => (
          <List.Item key={`${pointer} ${message}`}>
            <Anchor component="button" type="button" size="sm" fw={600} onClick={() => goTo(pointer)}>
              {wordsOf(pointer).join(' ') || 'all'}
            </Anchor>{' '}
            {message}
          </List.Item>
        ))}
      </List>
    </Alert>
  );

/** To the field, or to the nearest that stands for it. */
const goTo = (pointer: string): void => {
  for (let words = wordsOf(pointer); words.length > 0; words = words.slice(0, -1)) {
    const field = document.getElementById(idOf(`/${words.join('/')}`));
    if (!field) continue;
    field.scrollIntoView({ block: 'center' });
    field.focus();
    return;
  }
};

const Expected = ({ draft, preview }: Pick<Props, 'draft' | 'preview'>) => {
  const start = useExpectedStart(draft, preview?.sizing);
  return (
    <Paper withBorder p="md">
      <Title order={2} size="h4">
        Price and start
      </Title>
      {preview?.price ? (
        <Price price={preview.price} />
      ) : (
        <Text size="sm">The price is known once the dry run passes.</Text>
      )}
      <Text size="sm" mt="xs">
        {start
          ? `A first answer in about ${duration(start.seconds)}: ${start.how}.`
          : 'How long a start takes is not known.'}
      </Text>
    </Paper>
  );
};

const Price = ({ price }: Readonly<{ price: NonNullable<Preview['price']> }>) => (
  <>
    <Table aria-label="Price per hour" mt="xs">
      <Table.Tbody>
        {(
          [
            ['At the least', price.atMinNanoUsdPerHour],
            ['Now', price.nowNanoUsdPerHour],
            ['At the most', price.atMaxNanoUsdPerHour],
          ] as const
        ).map(([label, nano]) => (
          <Table.Tr key={label}>
            <Table.Th scope="row" fw={400}>
              {label}
            </Table.Th>
            <Table.Td ta="right">{money(nano)}/h</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
    <Text size="xs" c="dimmed">
      {money(price.perReplicaNanoUsdPerHour)}/h for each replica on {price.hardwareId}, by the second.
    </Text>
  </>
);

import { Anchor, Button, Group, Stack, Table, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Copy } from '../ui/copy.tsx';
import { Section } from '../ui/section.tsx';
import { type Line, plain } from './lines.ts';

type Props = Readonly<{ endpointId: string; line: Line; onContext: () => void; onClose: () => void }>;

/** All of one line. */
export const Details = ({ endpointId, line, onContext, onClose }: Props) => {
  const facts: readonly (readonly [string, string | null])[] = [
    ['Time', line.at],
    ['Replica', line.replicaId],
    ['Came by', line.stream],
    ['Severity', line.severity],
    ['Trace', line.traceId],
    ['Request', line.requestId],
    ...Object.entries(line.attributes ?? {}),
  ];
  return (
    <Section
      title="One line"
      actions={
        <>
          <Button size="compact-sm" variant="default" onClick={onContext}>
            Lines before and after
          </Button>
          <Button size="compact-sm" variant="default" onClick={onClose}>
            Close
          </Button>
        </>
      }
    >
      <Stack gap="xs">
        <Text
          ff="monospace"
          size="sm"
          style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', unicodeBidi: 'isolate' }}
        >
          {plain(line.text)}
        </Text>
        <div className="scroll-x">
          <Table w="auto">
            <Table.Tbody>
              {facts.map(([name, value]) =>
                value === null ? null : (
                  <Table.Tr key={name}>
                    <Table.Th scope="row">{plain(name)}</Table.Th>
                    <Table.Td>{plain(value)}</Table.Td>
                  </Table.Tr>
                ),
              )}
            </Table.Tbody>
          </Table>
        </div>
        <Group>
          {line.requestId !== null && (
            <Anchor
              size="sm"
              renderRoot={(props) => (
                <Link
                  {...props}
                  to="/endpoints/$endpointId/requests"
                  params={{ endpointId }}
                  search={{ request: line.requestId ?? undefined } as never}
                />
              )}
            >
              Its request
            </Anchor>
          )}
          <Copy text={JSON.stringify(line)} label="Copy the line as JSON" />
        </Group>
      </Stack>
    </Section>
  );
};

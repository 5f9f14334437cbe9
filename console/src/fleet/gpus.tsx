import { Anchor, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { components } from '@tidegate/sdk';
import { stripsOf } from './attention.ts';

const [CELL, GAP] = [16, 3];

/** The pool’s GPUs as cells, each as full as it is. */
export const Gpus = ({ nodes }: Readonly<{ nodes: readonly components['schemas']['Node'][] }>) => {
  const strips = stripsOf(nodes);
  return (
    <Paper withBorder p="md" component="section">
      <Group justify="space-between">
        <Title order={2} size="h4">
          GPUs
        </Title>
        <Anchor component={Link} to="/nodes" size="sm">
          {nodes.length} {nodes.length === 1 ? 'node' : 'nodes'}
        </Anchor>
      </Group>
      {strips.length === 0 && <Text size="sm">The pool has none: endpoints run on processors.</Text>}
      <Stack gap="xs" mt="xs">
        {strips.map(({ model, isSimulated, used }) => {
          const taken = used.filter((share) => share > 0).length;
          const label = `${model}${isSimulated ? ' (simulated)' : ''}: ${taken} of ${used.length} in use`;
          return (
            <div key={label}>
              <Text size="sm">{label}</Text>
              <div className="scroll-x" tabIndex={0} role="region" aria-label={`${label}, scrollable`}>
                <svg width={used.length * (CELL + GAP)} height={CELL} role="img" aria-label={label}>
                  {used.map((share, place) => (
                    // Cells are alike but for how full they are.
                    <g key={place} transform={`translate(${place * (CELL + GAP)} 0)`}>
                      <rect width={CELL} height={CELL} rx={3} className="gpu-cell" />
                      <rect
                        y={CELL * (1 - share)}
                        width={CELL}
                        height={CELL * share}
                        rx={3}
                        className="gpu-used"
                      />
                    </g>
                  ))}
                </svg>
              </div>
            </div>
          );
        })}
      </Stack>
    </Paper>
  );
};

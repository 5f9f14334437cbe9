import { Anchor, Button, Center, Skeleton, Stack, Table, VisuallyHidden } from '@mantine/core';
import type { ReactNode } from 'react';
import { Empty } from './empty.tsx';
import type { Paged } from './paged.ts';
import { Problem } from './problem.tsx';

export type Column<Item> = Readonly<{
  label: string;
  cell: (item: Item) => ReactNode;
  /** For numbers. */
  right?: boolean;
}>;

type Props<Item> = Readonly<{
  /** What the table lists, for who cannot see it. */
  label: string;
  paged: Paged<Item>;
  idOf: (item: Item) => string;
  columns: readonly Column<Item>[];
  /** What the first cell of a row opens. */
  onOpen?: ((item: Item) => void) | undefined;
  /** At the end of a row. */
  actions?: ((item: Item) => ReactNode) | undefined;
  empty: Readonly<{ sentence: string; action?: ReactNode; command?: string }>;
}>;

const WAITING_ROWS = 4;

/** A paged list: skeletons, a problem, nothing yet, or rows in a box that scrolls by itself. */
export const ResourceTable = <Item,>({
  label,
  paged,
  idOf,
  columns,
  onOpen,
  actions,
  empty,
}: Props<Item>) => {
  const { items, error } = paged;
  if (error) return <Problem error={error} doing={`${label} could not be read`} />;
  if (!items)
    return (
      <Stack gap="xs" aria-busy="true" aria-label={`${label}: loading`} role="status">
        {Array.from({ length: WAITING_ROWS }, (_, index) => (
          <Skeleton key={index} height={28} />
        ))}
      </Stack>
    );
  if (items.length === 0) return <Empty {...empty} />;
  return (
    <Stack gap="xs">
      <div className="scroll-x" tabIndex={0} role="region" aria-label={label}>
        <Table highlightOnHover verticalSpacing="xs">
          <Table.Thead>
            <Table.Tr>
              {columns.map((column) => (
                <Table.Th key={column.label} scope="col" ta={column.right ? 'right' : undefined}>
                  {column.label}
                </Table.Th>
              ))}
              {actions && (
                <Table.Th scope="col">
                  <VisuallyHidden>Actions</VisuallyHidden>
                </Table.Th>
              )}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {items.map((item) => (
              <Table.Tr key={idOf(item)}>
                {columns.map((column, index) => (
                  <Table.Td key={column.label} ta={column.right ? 'right' : undefined}>
                    {index === 0 && onOpen ? (
                      <Anchor
                        component="button"
                        type="button"
                        ta="left"
                        fz="inherit"
                        underline="hover"
                        onClick={() => onOpen(item)}
                      >
                        {column.cell(item)}
                      </Anchor>
                    ) : (
                      column.cell(item)
                    )}
                  </Table.Td>
                ))}
                {actions && <Table.Td ta="right">{actions(item)}</Table.Td>}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
      {paged.hasMore && (
        <Center>
          <Button variant="default" size="xs" loading={paged.isLoadingMore} onClick={paged.more}>
            Show more
          </Button>
        </Center>
      )}
    </Stack>
  );
};

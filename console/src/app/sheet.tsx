import { Kbd, Modal, Switch, Table } from '@mantine/core';
import { useStore } from '../live/use-store.ts';
import { letters } from './remembered.ts';
import { SHEET } from './shortcuts.ts';

export default function Sheet({ onClose }: Readonly<{ onClose: () => void }>) {
  const now = useStore(letters);
  return (
    <Modal opened onClose={onClose} title="Shortcuts" closeButtonProps={{ 'aria-label': 'Close' }}>
      <Switch
        label="Single letters are shortcuts"
        description="The palette opens by Ctrl K either way."
        checked={now === 'on'}
        onChange={(event) => letters.set(event.currentTarget.checked ? 'on' : 'off')}
        mb="sm"
      />
      <Table aria-label="Shortcuts">
        <Table.Tbody>
          {SHEET.map(([keys, what]) => (
            <Table.Tr key={keys}>
              <Table.Th scope="row" w={90}>
                {keys.split(' ').map((key) => (
                  <Kbd key={key} mr={4}>
                    {key}
                  </Kbd>
                ))}
              </Table.Th>
              <Table.Td>{what}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Modal>
  );
}

import { ActionIcon, Menu } from '@mantine/core';
import { DotsIcon } from './icons.tsx';

export type Choice = Readonly<{ label: string; danger?: boolean; onClick: () => void }>;

/** What can be done with one item. */
export const ResourceMenu = ({ name, choices }: Readonly<{ name: string; choices: readonly Choice[] }>) => (
  <Menu position="bottom-end" withinPortal>
    <Menu.Target>
      <ActionIcon variant="subtle" color="gray" size="md" aria-label={`Actions for ${name}`}>
        <DotsIcon />
      </ActionIcon>
    </Menu.Target>
    <Menu.Dropdown>
      {choices.map(({ label, danger, onClick }) => (
        <Menu.Item key={label} {...(danger && { color: 'red' })} onClick={onClick}>
          {label}
        </Menu.Item>
      ))}
    </Menu.Dropdown>
  </Menu>
);

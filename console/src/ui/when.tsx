import { TextInput } from '@mantine/core';

type Props = Readonly<{ label: string; value: string; onChange: (local: string) => void }>;

/** A moment in the reader’s zone, to the second. */
export const When = ({ label, value, onChange }: Props) => (
  <TextInput
    type="datetime-local"
    step={1}
    label={label}
    w={205}
    value={value}
    onChange={({ currentTarget }) => onChange(currentTarget.value)}
  />
);

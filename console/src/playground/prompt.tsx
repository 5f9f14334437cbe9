import { Group, Select, Stack, TextInput, Textarea } from '@mantine/core';
import type { Form } from './form.ts';
import type { Mode } from './modes.ts';
import type { Change } from './params.tsx';

type Props = Readonly<{
  mode: Exclude<Mode, 'websocket'>;
  form: Form;
  change: Change;
  wrong: Readonly<{ field: keyof Form; sentence: string }> | null;
  submit: () => void;
}>;

type Area = Readonly<{ field: 'message' | 'prompt' | 'input' | 'image'; label: string; about?: string }>;
const AREAS: Readonly<Record<Exclude<Mode, 'websocket' | 'raw'>, Area>> = {
  chat: { field: 'message', label: 'Message' },
  completion: { field: 'prompt', label: 'Prompt' },
  embedding: { field: 'input', label: 'Texts', about: 'One a line; several are compared with the first.' },
  image: { field: 'image', label: 'What to draw' },
};
const SIZES = ['256x256', '512x512', '768x768', '1024x1024'];
const METHODS: Form['rawMethod'][] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** What is asked; Ctrl or ⌘ and Enter sends it. */
export const Prompt = ({ mode, form, change, wrong, submit }: Props) => {
  const onKeyDown = (event: React.KeyboardEvent): void => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    submit();
  };
  const wrongAt = (field: keyof Form): string | null => (wrong?.field === field ? wrong.sentence : null);
  if (mode === 'raw')
    return (
      <Stack gap="xs">
        <Group gap="xs" wrap="nowrap" align="flex-end">
          <Select
            label="Method"
            w={110}
            data={METHODS}
            allowDeselect={false}
            value={form.rawMethod}
            onChange={(value) => value && change({ rawMethod: value })}
          />
          <TextInput
            label="Path below the endpoint"
            placeholder="predict"
            style={{ flex: 1, minWidth: 0 }}
            value={form.rawPath}
            onChange={(event) => change({ rawPath: event.currentTarget.value })}
          />
        </Group>
        <Textarea
          label="JSON"
          autosize
          minRows={6}
          maxRows={20}
          spellCheck={false}
          className="mono"
          value={form.rawBody}
          error={wrongAt('rawBody')}
          onKeyDown={onKeyDown}
          onChange={(event) => change({ rawBody: event.currentTarget.value })}
        />
      </Stack>
    );
  const { field, label, about } = AREAS[mode];
  return (
    <Stack gap="xs">
      <Textarea
        label={label}
        description={about}
        autosize
        minRows={3}
        maxRows={14}
        value={form[field]}
        error={wrongAt(field)}
        onKeyDown={onKeyDown}
        onChange={(event) => change({ [field]: event.currentTarget.value })}
      />
      {mode === 'image' && (
        <Select
          label="Size"
          w={140}
          data={SIZES}
          allowDeselect={false}
          value={form.size}
          onChange={(value) => value && change({ size: value })}
        />
      )}
    </Stack>
  );
};

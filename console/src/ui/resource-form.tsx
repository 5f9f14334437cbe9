import { Alert, Button, Group, List, Stack } from '@mantine/core';
import { ApiError } from '@tidegate/sdk';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { type Field, saidOf, type Value, type Values } from './fields.ts';
import { Problem } from './problem.tsx';
import { ResourceField } from './resource-field.tsx';

type Props<Answer> = Readonly<{
  fields: readonly Field[];
  start: Values;
  isNew: boolean;
  action: string;
  send: (values: Values) => Promise<Answer>;
  onDone: (answer: Answer) => void;
  onCancel?: () => void;
}>;

/** A form whose request the API judges: what it says stands beside the field it is about. */
export const ResourceForm = <Answer,>(props: Props<Answer>) => {
  const { fields, start, isNew, action, send, onDone, onCancel } = props;
  const [values, setValues] = useState(start);
  const sending = useMutation({ mutationFn: send, onSuccess: onDone });
  const { beside, elsewhere } = saidOf(fields, sending.error instanceof ApiError ? sending.error.errors : []);
  const shown = fields.filter(({ when }) => when?.(values) !== false);
  const set = (name: string) => (value: Value) => setValues({ ...values, [name]: value });
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        sending.mutate(values);
      }}
    >
      <Stack>
        {shown.map((field) => (
          <ResourceField
            key={field.name}
            field={field}
            value={values[field.name] ?? ''}
            error={beside[field.name]}
            disabled={!isNew && field.fixed === true}
            onChange={set(field.name)}
          />
        ))}
        {sending.error &&
          (Object.keys(beside).length === 0 ? (
            <Problem error={sending.error} />
          ) : (
            elsewhere.length > 0 && (
              <Alert color="red" variant="outline" role="alert" title={sending.error.message}>
                <List size="sm">
                  {elsewhere.map(({ pointer, message }) => (
                    <List.Item key={`${pointer} ${message}`}>
                      <code>{pointer}</code> {message}
                    </List.Item>
                  ))}
                </List>
              </Alert>
            )
          ))}
        <Group justify="flex-end">
          {onCancel && (
            <Button variant="default" onClick={onCancel}>
              Cancel
            </Button>
          )}
          <Button type="submit" loading={sending.isPending}>
            {action}
          </Button>
        </Group>
      </Stack>
    </form>
  );
};

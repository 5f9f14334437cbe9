import { SimpleGrid, Switch } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import type { Endpoint } from '../endpoint/queries.ts';
import { Section } from '../ui/section.tsx';
import { useChoices } from './choices.ts';
import { changed, type Draft, patchOf, problemOf, specOf, valueAt } from './draft.ts';
import { FieldInput } from './field.tsx';
import { engineFields } from './engine-fields.ts';
import { ASYNC, type Field, PARTS } from './fields.ts';
import { usePreview } from './preview.ts';
import { SaveBar } from './save-bar.tsx';
import { Secrets } from './secrets.tsx';

/** All fields; what is changed is judged by the platform while it is typed. */
export const Form = ({ endpoint }: Readonly<{ endpoint: Endpoint }>) => {
  const [draft, setDraft] = useState<Draft>({});
  // Another one, and inputs forget what was typed.
  const [round, setRound] = useState(0);
  const spec = specOf(endpoint);
  const at = (pointer: string): unknown => (pointer in draft ? draft[pointer] : valueAt(spec, pointer));
  const set = (pointer: string, value: unknown): void =>
    setDraft((now) => changed(now, specOf(endpoint), pointer, value));
  const clear = (): void => {
    setDraft({});
    setRound(round + 1);
  };
  const { choices, framework } = useChoices(String(at('/framework')));
  const patch = patchOf(draft, spec);
  const preview = usePreview(endpoint, patch);
  const problems = preview.data?.problems ?? [];

  const grid = (fields: readonly Field[]) => (
    <SimpleGrid key={round} cols={{ base: 1, sm: 2, xl: 3 }} style={{ alignItems: 'start' }}>
      {fields.map((field) => (
        <FieldInput
          key={field.pointer}
          field={field}
          value={at(field.pointer)}
          problem={problemOf(problems, field.pointer)}
          isChanged={field.pointer in draft}
          choices={choices}
          onChange={(value) => set(field.pointer, value)}
        />
      ))}
    </SimpleGrid>
  );
  const isAsync =
    at('/async') !== null || Object.keys(draft).some((pointer) => pointer.startsWith('/async/'));
  const isOff = '/async' in draft && draft['/async'] === null;
  return (
    <>
      {PARTS.map(({ id, title, about, fields }) => (
        <Section key={id} title={title} about={about}>
          {grid(fields)}
          {id === 'model' && framework && grid(engineFields(framework.engineArguments))}
          {id === 'environment' && <Secrets endpointId={endpoint.id} draft={draft} set={set} key={round} />}
        </Section>
      ))}
      <Section title="Asynchronous calls">
        <Switch
          label="Calls may be answered later"
          checked={isAsync && !isOff}
          onChange={({ currentTarget: { checked } }) => {
            if (!checked) setDraft((now) => changed(withoutAsync(now), specOf(endpoint), '/async', null));
            else if (endpoint.async === null) set('/async/routes', ['/v1/chat/completions']);
            else setDraft(withoutAsync);
          }}
        />
        {isAsync && !isOff && grid(ASYNC)}
      </Section>
      <SaveBar
        endpoint={endpoint}
        patch={patch}
        preview={preview}
        onDiscard={clear}
        onSaved={(sentence) => {
          clear();
          notifications.show({ message: sentence, color: 'green' });
        }}
      />
    </>
  );
};

const withoutAsync = (draft: Draft): Draft =>
  Object.fromEntries(
    Object.entries(draft).filter(([pointer]) => pointer !== '/async' && !pointer.startsWith('/async/')),
  );

import {
  MultiSelect,
  NumberInput,
  PasswordInput,
  Select,
  Switch,
  TagsInput,
  Textarea,
  TextInput,
} from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { jsonText, mapText, parseJson, parseMap, parseRules, rulesText } from './draft.ts';
import type { Field } from './fields.ts';

export type Choice = Readonly<{ value: string; label: string }>;
export type Choices = Readonly<Partial<Record<string, readonly Choice[]>>>;

type Props = Readonly<{
  field: Field;
  value: unknown;
  problem: string | undefined;
  isChanged: boolean;
  choices: Choices;
  onChange: (value: unknown) => void;
}>;

const TEXTS = {
  map: { parse: parseMap, text: mapText },
  rules: { parse: parseRules, text: rulesText },
  json: { parse: parseJson, text: jsonText },
} as const;

const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
const emptyIsNull = (text: string): string | null => (text === '' ? null : text);

type Common = Readonly<{
  label: string;
  description?: string;
  placeholder?: string;
  error: string | undefined;
}>;
type EditorProps = Readonly<{
  field: Field;
  common: Common;
  value: unknown;
  choices: Choices;
  onChange: (value: unknown) => void;
}>;

/** One field of an endpoint, edited as what it is. */
export const FieldInput = ({ field, value, problem, isChanged, choices, onChange }: Props) => {
  const common: Common = {
    label: isChanged ? `${field.label} (changed)` : field.label,
    ...(field.help !== undefined && { description: field.help }),
    ...(field.placeholder !== undefined && { placeholder: field.placeholder }),
    error: problem,
  };
  const Editor = EDITORS[field.kind];
  return <Editor field={field} common={common} value={value} choices={choices} onChange={onChange} />;
};

const Text = ({ common, value, onChange }: EditorProps) => (
  <TextInput
    {...common}
    value={textOf(value)}
    onChange={({ currentTarget }) => onChange(emptyIsNull(currentTarget.value))}
  />
);

const Secret = ({ common, value, onChange }: EditorProps) => (
  <PasswordInput
    {...common}
    autoComplete="new-password"
    value={textOf(value)}
    onChange={({ currentTarget }) => onChange(emptyIsNull(currentTarget.value))}
  />
);

const Numeric = ({ field, common, value, onChange }: EditorProps) =>
  field.kind !== 'number' ? null : (
    <NumberInput
      placeholder="by default"
      {...common}
      {...(field.min !== undefined && { min: field.min })}
      {...(field.max !== undefined && { max: field.max })}
      allowDecimal={field.isWhole === false}
      clampBehavior="none"
      value={typeof value === 'number' ? value : ''}
      onChange={(next) => onChange(next === '' ? null : Number(next))}
    />
  );

const YesOrNo = ({ common, value, onChange }: EditorProps) => (
  <Switch
    {...common}
    checked={value === true}
    onChange={({ currentTarget }) => onChange(currentTarget.checked)}
    mt={26}
  />
);

const Texts = ({ common, value, onChange }: EditorProps) => (
  <TagsInput {...common} value={textsOf(value)} onChange={onChange} clearable />
);

const Several = ({ field, common, value, choices, onChange }: EditorProps) => (
  <MultiSelect
    {...common}
    data={[...(choices[field.kind] ?? [])]}
    value={textsOf(value)}
    onChange={onChange}
    clearable
  />
);

const textsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : [];

const Chosen = ({ field, value, choices, onChange, common }: EditorProps) => {
  const isOptional = field.kind === 'quantization' || (field.kind === 'select' && field.isOptional === true);
  const data: readonly (string | Choice)[] =
    field.kind === 'select' ? field.options : (choices[field.kind] ?? []);
  const now = textOf(value);
  const isKnown = now === '' || data.some((each) => (typeof each === 'string' ? each : each.value) === now);
  return (
    <Select
      placeholder="by default"
      {...common}
      data={isKnown ? [...data] : [now, ...data]}
      value={now === '' ? null : now}
      searchable={data.length > 8}
      allowDeselect={isOptional}
      clearable={isOptional}
      onChange={(next) => onChange(typed(next, value))}
    />
  );
};

/** Switches of engines are true or false, not words. */
const typed = (next: string | null, before: unknown): unknown =>
  next === 'true' || next === 'false' ? next === 'true' : (next ?? (before === undefined ? undefined : null));

/** Text that means a value once it can be read as one. */
const Typed = ({ field, common, value, onChange }: EditorProps) => {
  const { parse, text } = TEXTS[field.kind as keyof typeof TEXTS];
  const [edited, setEdited] = useState<string>();
  const parsed = edited === undefined ? undefined : parse(edited);
  const unread = parsed && 'error' in parsed ? parsed.error : undefined;
  return (
    <Textarea
      {...common}
      error={unread ?? common.error}
      autosize
      minRows={2}
      maxRows={12}
      styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
      value={edited ?? text(value)}
      onChange={({ currentTarget }) => {
        setEdited(currentTarget.value);
        const next = parse(currentTarget.value);
        if ('value' in next) onChange(next.value);
      }}
      onBlur={() => {
        if (unread === undefined) setEdited(undefined);
      }}
    />
  );
};

const EDITORS: Readonly<Record<Field['kind'], (props: EditorProps) => ReactNode>> = {
  text: Text,
  secret: Secret,
  number: Numeric,
  switch: YesOrNo,
  texts: Texts,
  groups: Several,
  map: Typed,
  rules: Typed,
  json: Typed,
  select: Chosen,
  hardware: Chosen,
  framework: Chosen,
  quantization: Chosen,
};

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
import { useState } from 'react';
import { jsonText, mapText, type Parsed, parseJson, parseMap, parseRules, rulesText } from './draft.ts';
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

/** One field of an endpoint, edited as what it is. */
export const FieldInput = ({ field, value, problem, isChanged, choices, onChange }: Props) => {
  const common = {
    label: isChanged ? `${field.label} (changed)` : field.label,
    ...(field.help !== undefined && { description: field.help }),
    ...(field.placeholder !== undefined && { placeholder: field.placeholder }),
    error: problem,
  };
  switch (field.kind) {
    case 'text':
      return (
        <TextInput
          {...common}
          value={textOf(value)}
          onChange={({ currentTarget }) => onChange(emptyIsNull(currentTarget.value))}
        />
      );
    case 'secret':
      return (
        <PasswordInput
          {...common}
          autoComplete="new-password"
          value={textOf(value)}
          onChange={({ currentTarget }) => onChange(emptyIsNull(currentTarget.value))}
        />
      );
    case 'number':
      return (
        <NumberInput
          {...common}
          {...(field.min !== undefined && { min: field.min })}
          {...(field.max !== undefined && { max: field.max })}
          allowDecimal={field.isWhole === false}
          clampBehavior="none"
          placeholder={field.placeholder ?? 'by default'}
          value={typeof value === 'number' ? value : ''}
          onChange={(next) => onChange(next === '' ? null : Number(next))}
        />
      );
    case 'switch':
      return (
        <Switch
          {...common}
          checked={value === true}
          onChange={({ currentTarget }) => onChange(currentTarget.checked)}
          mt={26}
        />
      );
    case 'texts':
      return <TagsInput {...common} value={textsOf(value)} onChange={onChange} clearable />;
    case 'groups':
      return (
        <MultiSelect
          {...common}
          data={[...(choices[field.kind] ?? [])]}
          value={textsOf(value)}
          onChange={onChange}
          clearable
        />
      );
    case 'map':
    case 'rules':
    case 'json':
      return <Typed {...common} value={value} {...TEXTS[field.kind]} onChange={onChange} />;
    default:
      return <Chosen {...common} field={field} value={value} choices={choices} onChange={onChange} />;
  }
};

const textsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : [];

type ChosenProps = Readonly<{
  field: Field;
  label: string;
  error: string | undefined;
  value: unknown;
  choices: Choices;
  onChange: (value: unknown) => void;
}>;

const Chosen = ({ field, value, choices, onChange, ...common }: ChosenProps) => {
  const isOptional = field.kind === 'quantization' || (field.kind === 'select' && field.isOptional === true);
  const data: readonly (string | Choice)[] =
    field.kind === 'select' ? field.options : (choices[field.kind] ?? []);
  const now = textOf(value);
  const isKnown = now === '' || data.some((each) => (typeof each === 'string' ? each : each.value) === now);
  return (
    <Select
      {...common}
      data={isKnown ? [...data] : [now, ...data]}
      value={now === '' ? null : now}
      placeholder={field.placeholder ?? 'by default'}
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

type TypedProps = Readonly<{
  label: string;
  error: string | undefined;
  value: unknown;
  parse: (text: string) => Parsed;
  text: (value: unknown) => string;
  onChange: (value: unknown) => void;
}>;

/** Text that means a value once it can be read as one. */
const Typed = ({ value, parse, text, onChange, error, ...common }: TypedProps) => {
  const [edited, setEdited] = useState<string>();
  const parsed = edited === undefined ? undefined : parse(edited);
  const unread = parsed && 'error' in parsed ? parsed.error : undefined;
  return (
    <Textarea
      {...common}
      error={unread ?? error}
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

import {
  Autocomplete,
  MultiSelect,
  NumberInput,
  PasswordInput,
  Select,
  Switch,
  TagsInput,
  Textarea,
  TextInput,
} from '@mantine/core';
import type { Field, Value } from './fields.ts';

type Props = Readonly<{
  field: Field;
  value: Value;
  error: string | undefined;
  disabled: boolean;
  onChange: (value: Value) => void;
}>;

/** One field of a form, with what the API has against it. */
export const ResourceField = ({ field, value, error, disabled, onChange }: Props) => {
  const { label, help, placeholder, required = false, options = [], name, kind } = field;
  const common = { label, description: help, error, disabled, name, withAsterisk: required };
  const text = typeof value === 'string' ? value : String(value);
  const texts = Array.isArray(value) ? [...(value as readonly string[])] : [];
  const typed = {
    ...common,
    placeholder,
    value: text,
    autoComplete: 'off',
    onChange: (event: React.ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) =>
      onChange(event.currentTarget.value),
  };
  switch (kind) {
    case 'text':
      return <TextInput {...typed} />;
    case 'suggest':
      return (
        <Autocomplete
          {...common}
          placeholder={placeholder}
          value={text}
          data={options.map((option) => option.value)}
          onChange={onChange}
        />
      );
    case 'area':
      return <Textarea {...typed} autosize minRows={3} maxRows={12} />;
    case 'secret':
      return <PasswordInput {...typed} />;
    case 'moment':
      return <TextInput {...typed} type="datetime-local" />;
    case 'number':
      return (
        <NumberInput
          {...common}
          placeholder={placeholder}
          value={text}
          onChange={(next) => onChange(typeof next === 'bigint' ? Number(next) : next)}
        />
      );
    case 'switch':
      return (
        <Switch
          {...common}
          checked={value === true}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      );
    case 'select':
      return (
        <Select
          {...common}
          placeholder={placeholder}
          data={options}
          value={text === '' ? null : text}
          searchable={options.length > SEARCHED_FROM}
          allowDeselect={!required}
          clearable={!required}
          onChange={(next) => onChange(next ?? '')}
        />
      );
    case 'many':
      return (
        <MultiSelect
          {...common}
          placeholder={texts.length === 0 ? placeholder : undefined}
          data={options}
          value={texts}
          searchable
          onChange={onChange}
        />
      );
    case 'texts':
      return (
        <TagsInput
          {...common}
          placeholder={texts.length === 0 ? placeholder : undefined}
          value={texts}
          onChange={onChange}
        />
      );
  }
};

const SEARCHED_FROM = 8;

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

const SEARCHED_FROM = 8;
const CHOSEN: readonly Field['kind'][] = ['switch', 'select', 'many', 'texts'];

const commonOf = ({ field, error, disabled }: Props) => ({
  label: field.label,
  description: field.help,
  name: field.name,
  withAsterisk: field.required === true,
  error,
  disabled,
});
const textOf = ({ value }: Props): string => (typeof value === 'string' ? value : String(value));

/** One field of a form, with what the API has against it. */
export const ResourceField = (props: Props) =>
  CHOSEN.includes(props.field.kind) ? <Chosen {...props} /> : <Typed {...props} />;

const Typed = (props: Props) => {
  const { field, onChange } = props;
  const { placeholder, options = [] } = field;
  const common = commonOf(props);
  const text = textOf(props);
  const typed = {
    ...common,
    placeholder,
    value: text,
    autoComplete: 'off',
    onChange: (event: React.ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) =>
      onChange(event.currentTarget.value),
  };
  switch (field.kind) {
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
    default:
      return <TextInput {...typed} />;
  }
};

const Chosen = (props: Props) => {
  const { field, value, onChange } = props;
  const { options = [], placeholder, required = false, kind } = field;
  const common = commonOf(props);
  const texts = Array.isArray(value) ? [...(value as readonly string[])] : [];
  const several = { ...common, placeholder: texts.length === 0 ? placeholder : undefined, value: texts };
  if (kind === 'switch')
    return (
      <Switch
        {...common}
        checked={value === true}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    );
  if (kind === 'many') return <MultiSelect {...several} data={options} searchable onChange={onChange} />;
  if (kind === 'texts') return <TagsInput {...several} onChange={onChange} />;
  return (
    <Select
      {...common}
      placeholder={placeholder}
      data={options}
      value={value === '' ? null : textOf(props)}
      searchable={options.length > SEARCHED_FROM}
      allowDeselect={!required}
      clearable={!required}
      onChange={(next) => onChange(next ?? '')}
    />
  );
};

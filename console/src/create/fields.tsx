import {
  NumberInput,
  PasswordInput,
  Select,
  Switch,
  TagsInput,
  Text,
  TextInput,
  Textarea,
} from '@mantine/core';
import type { ReactNode } from 'react';
import { type Bound, useBound } from './form.ts';

type Common = Readonly<{ pointer: string; label: string; help?: ReactNode; placeholder?: string }>;

const common = ({ label, help, placeholder }: Common, { id, error, warning, touch }: Bound) => ({
  id,
  label,
  description: warning === undefined ? help : <Warned help={help} warning={warning} />,
  ...(placeholder !== undefined && { placeholder }),
  error,
  onBlur: touch,
});

const Warned = ({ help, warning }: Readonly<{ help: ReactNode; warning: string }>) => (
  <>
    {help}{' '}
    <Text component="span" inherit c="var(--mantine-color-text)">
      Warning: {warning}
    </Text>
  </>
);

const textOf = ({ value }: Bound): string => (typeof value === 'string' ? value : '');

type TextProps = Common &
  Readonly<{
    lines?: number;
    required?: boolean;
    maxLength?: number;
    min?: number;
    max?: number;
    isSecret?: boolean;
  }>;
export const TextField = (props: TextProps) => {
  const bound = useBound(props.pointer);
  const shared = {
    ...common(props, bound),
    value: textOf(bound),
    onChange: (event: { currentTarget: { value: string } }) =>
      bound.set(event.currentTarget.value || undefined),
    ...(props.maxLength !== undefined && { maxLength: props.maxLength }),
    required: props.required ?? false,
    autoComplete: 'off',
    spellCheck: false,
  };
  if (props.isSecret) return <PasswordInput {...shared} autoComplete="new-password" />;
  return props.lines === undefined ? (
    <TextInput {...shared} />
  ) : (
    <Textarea {...shared} autosize minRows={props.lines} maxRows={12} />
  );
};

type NumberProps = Common &
  Readonly<{ min?: number; max?: number; maxLength?: number; isWhole?: boolean; suffix?: string }>;
export const NumberField = (props: NumberProps) => {
  const bound = useBound(props.pointer);
  return (
    <NumberInput
      {...common(props, bound)}
      value={typeof bound.value === 'number' ? bound.value : ''}
      onChange={(value) => bound.set(value === '' ? undefined : Number(value))}
      allowDecimal={props.isWhole === false}
      clampBehavior="none"
      {...(props.min !== undefined && { min: props.min })}
      {...(props.max !== undefined && { max: props.max })}
      {...(props.suffix !== undefined && { suffix: props.suffix })}
    />
  );
};

type SelectProps = Common &
  Readonly<{ data: readonly (string | Readonly<{ value: string; label: string }>)[]; searchable?: boolean }>;
export const SelectField = (props: SelectProps) => {
  const bound = useBound(props.pointer);
  return (
    <Select
      {...common(props, bound)}
      data={[...props.data]}
      value={typeof bound.value === 'string' ? bound.value : null}
      onChange={(value) => bound.set(value ?? undefined)}
      clearable
      clearButtonProps={{ 'aria-label': `Leave ${props.label.toLowerCase()} to the platform` }}
      searchable={props.searchable ?? false}
    />
  );
};

type SwitchProps = Omit<Common, 'placeholder'> & Readonly<{ byDefault: boolean }>;
export const SwitchField = (props: SwitchProps) => {
  const bound = useBound(props.pointer);
  return (
    <Switch
      {...common(props, bound)}
      checked={typeof bound.value === 'boolean' ? bound.value : props.byDefault}
      onChange={(event) => {
        const { checked } = event.currentTarget;
        bound.set(checked === props.byDefault ? undefined : checked);
      }}
    />
  );
};

type ListProps = Common & Readonly<{ suggestions?: readonly string[] }>;
/** Several texts. */
export const ListField = (props: ListProps) => {
  const bound = useBound(props.pointer);
  const value = Array.isArray(bound.value) ? bound.value.map(String) : [];
  return (
    <TagsInput
      {...common({ ...props, ...(value.length > 0 && { placeholder: '' }) }, bound)}
      data={[...(props.suggestions ?? [])]}
      value={value}
      onChange={(values) => bound.set(values.length === 0 ? undefined : values)}
      splitChars={[',', ' ']}
      acceptValueOnBlur
    />
  );
};

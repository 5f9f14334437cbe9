import { NumberInput, Switch, Textarea } from '@mantine/core';
import type { Form, Left } from './form.ts';

export type Change = (more: Partial<Form>) => void;
type Props = Readonly<{ form: Form; change: Change; hasSystem: boolean }>;

type Field = Readonly<{
  name: 'maxTokens' | 'temperature' | 'topP' | 'topK' | 'repetitionPenalty';
  label: string;
  min: number;
  max?: number;
  step: number;
  decimals?: number;
}>;
const FIELDS: readonly Field[] = [
  { name: 'maxTokens', label: 'Max tokens', min: 1, step: 16 },
  { name: 'temperature', label: 'Temperature', min: 0, max: 2, step: 0.1, decimals: 2 },
  { name: 'topP', label: 'Top p', min: 0, max: 1, step: 0.05, decimals: 2 },
  { name: 'topK', label: 'Top k', min: 0, step: 1 },
  { name: 'repetitionPenalty', label: 'Repetition penalty', min: 0.1, max: 2, step: 0.05, decimals: 2 },
];

const leftOf = (value: unknown): Left => (typeof value === 'number' ? value : '');

/** How text is made; what is left empty the runtime decides. */
export const Params = ({ form, change, hasSystem }: Props) => (
  <fieldset className="params">
    <legend>Parameters</legend>
    {hasSystem && (
      <Textarea
        label="System prompt"
        autosize
        minRows={2}
        maxRows={6}
        value={form.system}
        onChange={(event) => change({ system: event.currentTarget.value })}
      />
    )}
    <div className="params-grid">
      {FIELDS.map(({ name, label, min, max, step, decimals = 0 }) => (
        <NumberInput
          key={name}
          label={label}
          size="xs"
          min={min}
          {...(max !== undefined && { max })}
          step={step}
          decimalScale={decimals}
          allowDecimal={decimals > 0}
          placeholder="runtime’s"
          hideControls
          value={form[name]}
          onChange={(value) => change({ [name]: leftOf(value) })}
        />
      ))}
    </div>
    <Switch
      label="Stream the answer"
      checked={form.stream}
      onChange={(event) => change({ stream: event.currentTarget.checked })}
    />
  </fieldset>
);

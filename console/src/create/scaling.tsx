import { Accordion, NumberInput, Select, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { type Draft, type Json, valueAt } from './draft.ts';
import { NumberField, SelectField, SwitchField } from './fields.tsx';
import { useForm } from './form.ts';
import type { Framework } from './queries.ts';
import { RowsField } from './rows.tsx';

const USUAL_RULES: readonly Json[] = [{ metric: 'concurrency', target: 4 }];
const textIn = (item: Draft, name: string): string => {
  const value = item[name];
  return typeof value === 'string' ? value : '';
};
const objectOf = (item: Json): Draft => (typeof item === 'object' && item !== null ? (item as Draft) : {});

/** How many replicas, and when. */
export const Scaling = ({ framework }: Readonly<{ framework: Framework | undefined }>) => {
  const { draft } = useForm();
  const isManual = valueAt(draft, '/scaling/mode') === 'manual';
  return (
    <Stack>
      <SimpleGrid cols={{ base: 1, sm: 3 }}>
        <SelectField
          pointer="/scaling/mode"
          label="Mode"
          placeholder="automatic"
          help={isManual ? 'The least is the count, at once.' : 'Between the bounds, by the rules.'}
          data={['automatic', 'manual']}
        />
        <NumberField
          pointer="/scaling/minReplicas"
          label={isManual ? 'Replicas' : 'At least'}
          placeholder="0"
          help="0: it sleeps when nobody calls it, and costs nothing."
          min={0}
        />
        <NumberField
          pointer="/scaling/maxReplicas"
          label="At most"
          placeholder="1"
          help="Within the quota."
          min={1}
        />
      </SimpleGrid>
      {!isManual && <Rules framework={framework} />}
      <SimpleGrid cols={{ base: 1, sm: 3 }}>
        <SelectField
          pointer="/scaling/waitPrice"
          label="What waiting may cost"
          placeholder="balanced"
          help="fast keeps more in reserve, lean less."
          data={['lean', 'balanced', 'fast']}
        />
        <NumberField
          pointer="/scaling/idleTimeoutSeconds"
          label="Idle timeout"
          placeholder="learned"
          help="How long the last replica stays with nothing to do; it is paid for."
          suffix=" s"
          min={1}
        />
        <SelectField
          pointer="/sleepMode"
          label="Sleep"
          placeholder="cold"
          help={
            framework?.canSleepWarm
              ? 'warm: one replica stays without its GPU memory, and wakes in seconds.'
              : 'warm: one replica stays frozen, and wakes in seconds.'
          }
          data={['cold', 'warm']}
        />
      </SimpleGrid>
      <Accordion variant="contained" order={3}>
        <Accordion.Item value="limits">
          <Accordion.Control>Speed, windows and schedules</Accordion.Control>
          <Accordion.Panel>
            <Finer />
          </Accordion.Panel>
        </Accordion.Item>
      </Accordion>
    </Stack>
  );
};

const Rules = ({ framework }: Readonly<{ framework: Framework | undefined }>) => {
  const metrics = (framework?.metrics ?? [])
    .filter(({ kind }) => kind !== 'histogram')
    .map(({ name }) => name);
  return (
    <RowsField
      pointer="/scaling/rules"
      label="Rules"
      help="What one replica is meant to carry. Of several rules the highest answer wins."
      name="rule"
      byDefault={USUAL_RULES}
      added={{ metric: 'requestsPerSecond', target: 10 }}
      most={8}
    >
      {(item, set, place) => {
        const rule = objectOf(item);
        return (
          <>
            <Select
              label={`Metric ${place + 1}`}
              searchable
              flex={2}
              data={[...new Set(['concurrency', 'requestsPerSecond', ...metrics])]}
              value={textIn(rule, 'metric')}
              onChange={(metric) => {
                if (metric !== null) set({ ...rule, metric });
              }}
              allowDeselect={false}
            />
            <NumberInput
              label={`Target ${place + 1}`}
              flex={1}
              value={Number(rule['target'] ?? 0)}
              onChange={(target) => set({ ...rule, target: Number(target) })}
            />
          </>
        );
      }}
    </RowsField>
  );
};

const Finer = () => (
  <Stack>
    <SimpleGrid cols={{ base: 1, sm: 3 }}>
      <NumberField
        pointer="/scaling/initialCooldownSeconds"
        label="Initial cooldown"
        placeholder="0"
        help="The shortest time between a wake and the next sleep."
        suffix=" s"
        min={0}
      />
      <NumberField
        pointer="/scaling/stabilizationWindowSeconds"
        label="Stabilization window"
        placeholder="as long as a start is worth"
        help="No replica is given up before it was not wanted for so long."
        suffix=" s"
        min={0}
      />
      <NumberField
        pointer="/scaling/seasonSeconds"
        label="Season"
        placeholder="nothing is expected"
        help="Traffic that repeats with this period is expected before it comes."
        suffix=" s"
        min={300}
      />
      <NumberField
        pointer="/scaling/scaleUpPerMinute"
        label="Gained within a minute"
        placeholder="no limit"
        help="At most so many replicas."
        min={1}
      />
      <NumberField
        pointer="/scaling/scaleDownPerMinute"
        label="Lost within a minute"
        placeholder="no limit"
        help="At most so many replicas."
        min={1}
      />
      <SwitchField
        pointer="/scaling/panic"
        label="Panic"
        help="Surges and queues are answered, not only the level of the traffic."
        byDefault
      />
    </SimpleGrid>
    <RowsField
      pointer="/scaling/schedules"
      label="Schedules"
      help="Other bounds from a time on, for a while: minute, hour, day of the month, month, day of the week."
      name="schedule"
      byDefault={[]}
      added={{ cron: '0 8 * * 1-5', timeZone: 'UTC', durationSeconds: 36_000, minReplicas: 1 }}
      most={16}
    >
      {(item, set, place) => <Schedule schedule={objectOf(item)} set={set} place={place + 1} />}
    </RowsField>
  </Stack>
);

type ScheduleProps = Readonly<{ schedule: Draft; set: (item: Json) => void; place: number }>;
const Schedule = ({ schedule, set, place }: ScheduleProps) => {
  const text = (name: string, label: string) => (
    <TextInput
      label={`${label} ${place}`}
      w={130}
      value={textIn(schedule, name)}
      onChange={(event) => set({ ...schedule, [name]: event.currentTarget.value })}
    />
  );
  const number = (name: string, label: string) => (
    <NumberInput
      label={`${label} ${place}`}
      w={110}
      value={typeof schedule[name] === 'number' ? schedule[name] : ''}
      onChange={(value) => set({ ...schedule, [name]: value === '' ? undefined : Number(value) })}
    />
  );
  return (
    <>
      {text('cron', 'Begins')}
      {text('timeZone', 'Time zone')}
      {number('durationSeconds', 'Seconds')}
      {number('minReplicas', 'Least')}
      {number('maxReplicas', 'Most')}
    </>
  );
};

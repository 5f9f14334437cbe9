import { Paper, Progress as Bar, Stack, Text, Title } from '@mantine/core';
import { duration } from '../ui/format.ts';
import { PHASE_WORDS } from '../ui/timeline.ts';
import { CheckIcon, SpinnerIcon, SquareIcon } from '../ui/icons.tsx';
import type { Progress, Step } from './progress.ts';

const WORDS = { done: 'done', now: 'now', next: 'to come' } as const;
const SIGNS = { done: CheckIcon, now: SpinnerIcon, next: SquareIcon } as const;

const lengthOf = ({ state, seconds, usualSeconds }: Step): string => {
  const usual = usualSeconds === null ? '' : ` (usually up to ${duration(usualSeconds)})`;
  return state === 'next' || seconds === null ? `${WORDS[state]}${usual}` : `${duration(seconds)}${usual}`;
};

/** How far a start has come: what is done, what goes on, what it usually takes. */
export const StartProgress = ({ progress }: Readonly<{ progress: Progress }>) => {
  const { seconds, leftSeconds, steps } = progress;
  const left = leftSeconds === null ? null : Math.max(leftSeconds, 0);
  return (
    <Paper withBorder p="md" component="section" aria-label="Start in progress">
      <Stack gap="xs">
        <Title order={3} size="h5">
          Starting for {duration(seconds)}
          {left === null ? '' : left > 0.5 ? `, about ${duration(left)} left` : ', about to be ready'}
        </Title>
        {left !== null && (
          <Bar
            value={Math.min(97, (100 * seconds) / Math.max(seconds + left, 0.1))}
            aria-label="How far the start has come"
          />
        )}
        <ol className="plain-list">
          {steps.map((step) => {
            const Sign = SIGNS[step.state];
            return (
              <li key={step.phase} className="step">
                <Sign />
                <Text span size="sm" fw={step.state === 'now' ? 650 : undefined}>
                  {PHASE_WORDS[step.phase]}
                </Text>
                <Text span size="sm" c="dimmed">
                  {lengthOf(step)}
                </Text>
              </li>
            );
          })}
        </ol>
      </Stack>
    </Paper>
  );
};

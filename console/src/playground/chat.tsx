import { Stack, Text } from '@mantine/core';
import type { Turn } from './form.ts';

type Props = Readonly<{ turns: readonly Turn[]; asking: string | null; answering: string | null }>;

const Said = ({ who, text }: Readonly<{ who: 'user' | 'assistant'; text: string }>) => (
  <div className={who === 'user' ? 'turn turn-user' : 'turn'}>
    <Text size="xs" c="dimmed">
      {who === 'user' ? 'You' : 'Answer'}
    </Text>
    <p className="said">{text}</p>
  </div>
);

/** The conversation so far, and what is being said. */
export const Chat = ({ turns, asking, answering }: Props) => (
  <Stack gap="xs" role="log" aria-label="Conversation" aria-live="off">
    {turns.map(({ role, content }, index) => (
      <Said key={index} who={role} text={content} />
    ))}
    {asking !== null && <Said who="user" text={asking} />}
    {answering !== null && answering !== '' && <Said who="assistant" text={answering} />}
  </Stack>
);

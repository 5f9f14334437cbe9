import { Badge, Tooltip } from '@mantine/core';
import { type Liveness, liveness } from '../live/live.ts';
import { useStore } from '../live/use-store.ts';
import { DotIcon, SpinnerIcon, SquareIcon } from '../ui/icons.tsx';

const LOOKS = {
  connecting: {
    word: 'connecting',
    color: 'gray',
    Sign: SpinnerIcon,
    why: 'The stream of changes is being opened.',
  },
  live: { word: 'live', color: 'green', Sign: DotIcon, why: 'What you see changes as it happens.' },
  reconnecting: {
    word: 'reconnecting',
    color: 'yellow',
    Sign: SpinnerIcon,
    why: 'The stream of changes broke; it goes on from where it was as soon as the platform answers.',
  },
  ended: {
    word: 'not live',
    color: 'red',
    Sign: SquareIcon,
    why: 'The platform closed the stream of changes: reload the page.',
  },
} as const satisfies Record<Liveness, unknown>;

/** Whether this page hears of changes. */
export const LiveChip = () => {
  const { word, color, Sign, why } = LOOKS[useStore(liveness)];
  return (
    <Tooltip label={why} multiline w={240}>
      <Badge
        variant="outline"
        tt="none"
        color={color}
        className="state-badge"
        role="status"
        leftSection={<Sign size={10} />}
      >
        {word}
      </Badge>
    </Tooltip>
  );
};

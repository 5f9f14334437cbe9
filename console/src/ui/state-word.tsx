import { Badge } from '@mantine/core';
import { CrossIcon, DotIcon, MoonIcon, SpinnerIcon, SquareIcon, TriangleIcon } from './icons.tsx';

const GOOD = { color: 'green', Sign: DotIcon } as const;
const BUSY = { color: 'blue', Sign: SpinnerIcon } as const;
const WARNED = { color: 'yellow', Sign: TriangleIcon } as const;
const BAD = { color: 'red', Sign: CrossIcon } as const;
const OFF = { color: 'gray', Sign: SquareIcon } as const;

const LOOKS: Readonly<Record<string, Readonly<{ color: string; Sign: typeof DotIcon }>>> = {
  active: GOOD,
  working: GOOD,
  delivered: GOOD,
  normal: GOOD,
  resolved: GOOD,
  within: GOOD,
  ready: GOOD,
  valid: GOOD,
  queued: BUSY,
  pending: WARNED,
  recovering: BUSY,
  draining: BUSY,
  placed: BUSY,
  starting: BUSY,
  firing: BAD,
  failing: BAD,
  failed: BAD,
  lost: BAD,
  stopped: BAD,
  exceeded: WARNED,
  cordoned: WARNED,
  disabled: OFF,
  untried: OFF,
  revoked: OFF,
  expired: OFF,
  asleep: { color: 'gray', Sign: MoonIcon },
};

/** The state of a thing that is no endpoint: a sign and its word. */
export const StateWord = ({ state, word }: Readonly<{ state: string; word?: string }>) => {
  const { color, Sign } = LOOKS[state] ?? OFF;
  return (
    <Badge variant="outline" color={color} leftSection={<Sign size={12} />} className="state-badge" tt="none">
      {word ?? state}
    </Badge>
  );
};

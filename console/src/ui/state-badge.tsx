import { Badge } from '@mantine/core';
import { ArrowsIcon, CrossIcon, DotIcon, MoonIcon, SpinnerIcon, SquareIcon, TriangleIcon } from './icons.tsx';
import { lookOf } from './states.ts';

const SIGNS = {
  dot: DotIcon,
  spinner: SpinnerIcon,
  triangle: TriangleIcon,
  moon: MoonIcon,
  arrows: ArrowsIcon,
  square: SquareIcon,
  cross: CrossIcon,
} as const;

type Props = Readonly<{ state: string; conditions?: readonly Readonly<{ condition: string }>[] }>;

export const StateBadge = (props: Props) => {
  const { word, color, sign } = lookOf(props);
  const Sign = SIGNS[sign];
  return (
    <Badge variant="outline" color={color} leftSection={<Sign size={12} />} className="state-badge" tt="none">
      {word}
    </Badge>
  );
};

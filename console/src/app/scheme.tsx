import { ActionIcon, Tooltip, useMantineColorScheme } from '@mantine/core';
import { AutoIcon, MoonIcon, SunIcon } from '../ui/icons.tsx';

const SCHEMES = {
  auto: { Sign: AutoIcon, now: 'as the system', then: 'light' },
  light: { Sign: SunIcon, now: 'light', then: 'dark' },
  dark: { Sign: MoonIcon, now: 'dark', then: 'auto' },
} as const;

/** Colours: as the system has them, light, or dark. */
export const SchemeButton = () => {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const { Sign, now, then } = SCHEMES[colorScheme];
  const label = `Colours: ${now}. Change to ${SCHEMES[then].now}`;
  return (
    <Tooltip label={label}>
      <ActionIcon variant="subtle" size="lg" aria-label={label} onClick={() => setColorScheme(then)}>
        <Sign />
      </ActionIcon>
    </Tooltip>
  );
};

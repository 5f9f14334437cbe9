import {
  ActionIcon,
  AppShell,
  Badge,
  Burger,
  Group,
  NavLink,
  ScrollArea,
  Text,
  useMantineColorScheme,
} from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Suspense, useEffect } from 'react';
import { goLive, liveness } from '../live/live.ts';
import { useStore } from '../live/use-store.ts';
import { MoonIcon, SunIcon } from '../ui/icons.tsx';
import { headers } from './api.ts';
import { me } from './session.ts';

const PLACES = [
  ['/', 'Fleet'],
  ['/endpoints', 'Endpoints'],
  ['/models', 'Models'],
  ['/nodes', 'Nodes'],
  ['/usage', 'Usage and invoices'],
  ['/tokens', 'Tokens'],
  ['/security-groups', 'Security groups'],
  ['/secrets', 'Secrets'],
  ['/alerts', 'Alerts'],
  ['/channels', 'Channels'],
  ['/webhooks', 'Webhooks'],
  ['/log-sinks', 'Log sinks'],
  ['/audit', 'Audit'],
  ['/projects', 'Projects'],
] as const;

export const Shell = () => {
  const [isOpen, { toggle, close }] = useDisclosure();
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const queries = useQueryClient();
  const { data: who } = useQuery(me);
  const signedIn = who !== undefined;
  const projectId = who?.projectId;
  useEffect(
    () => (signedIn && projectId ? goLive(queries, headers) : undefined),
    [queries, signedIn, projectId],
  );
  useEffect(close, [close, path]);
  return (
    <AppShell
      header={{ height: 52 }}
      navbar={{ width: 210, breakpoint: 'sm', collapsed: { mobile: !isOpen } }}
      padding="md"
    >
      <AppShell.Header>
        <Group h="100%" px="md" gap="sm">
          <Burger opened={isOpen} onClick={toggle} hiddenFrom="sm" size="sm" aria-label="Navigation" />
          <Text fw={700} component={Link} to="/" c="inherit" td="none">
            Tidegate
          </Text>
          <Group ml="auto" gap="sm">
            <LiveChip />
            <SchemeButton />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" aria-label="Places">
        <ScrollArea>
          {PLACES.map(([to, label]) => (
            <NavLink
              key={to}
              component={Link}
              to={to}
              label={label}
              active={to === '/' ? path === '/' : path.startsWith(to)}
            />
          ))}
        </ScrollArea>
      </AppShell.Navbar>
      <AppShell.Main>
        <Suspense>
          <Outlet />
        </Suspense>
      </AppShell.Main>
    </AppShell>
  );
};

const LiveChip = () => {
  const state = useStore(liveness);
  return (
    <Badge
      variant="outline"
      tt="none"
      color={state === 'live' ? 'green' : 'gray'}
      className="state-badge"
      role="status"
    >
      {state}
    </Badge>
  );
};

const SchemeButton = () => {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const isDark =
    colorScheme === 'dark' || (colorScheme === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches);
  return (
    <ActionIcon
      variant="subtle"
      aria-label={isDark ? 'Light colours' : 'Dark colours'}
      onClick={() => setColorScheme(isDark ? 'light' : 'dark')}
    >
      {isDark ? <SunIcon /> : <MoonIcon />}
    </ActionIcon>
  );
};

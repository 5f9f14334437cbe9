import { AppShell, Burger, Group, Kbd, NavLink, ScrollArea, Text, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, Outlet, useNavigate, useRouterState } from '@tanstack/react-router';
import { Suspense, lazy, useEffect, useState } from 'react';
import { followEndpoints } from '../endpoints/queries.ts';
import { goLive } from '../live/live.ts';
import { SearchIcon } from '../ui/icons.tsx';
import { Problem } from '../ui/problem.tsx';
import { headers } from './api.ts';
import { LiveChip } from './live-chip.tsx';
import { PLACES, isAt, needsProject } from './places.ts';
import { ChooseProject, ProjectChooser } from './project.tsx';
import { opened } from './remembered.ts';
import { SchemeButton } from './scheme.tsx';
import { session } from './session.ts';
import { useShortcuts } from './use-shortcuts.ts';

const Palette = lazy(() => import('./palette.tsx'));
const Sheet = lazy(() => import('./sheet.tsx'));

export const Shell = () => {
  const path = useRouterState({ select: ({ location }) => location.pathname });
  useSignInGate(path);
  useEffect(() => {
    const id = /^\/endpoints\/(endpt-[0-9a-f]+)/.exec(path)?.[1];
    if (id !== undefined) opened(id);
  }, [path]);
  return path === '/sign-in' ? (
    <main>
      <Suspense>
        <Outlet />
      </Suspense>
    </main>
  ) : (
    <Frame path={path} />
  );
};

/** Who is not signed in signs in first, by the link’s code where the address has one. */
const useSignInGate = (path: string): void => {
  const navigate = useNavigate();
  const { data } = useQuery(session);
  useEffect(() => {
    if (path === '/sign-in') return;
    const code = new URLSearchParams(location.search).get('code');
    if (code !== null && path === '/') void navigate({ to: '/sign-in', search: { code }, replace: true });
    else if (data === null)
      void navigate({
        to: '/sign-in',
        search: path === '/' ? {} : { next: `${path}${location.search}` },
        replace: true,
      });
  }, [path, data, navigate]);
};

const Frame = ({ path }: Readonly<{ path: string }>) => {
  const [isOpen, { toggle, close }] = useDisclosure();
  const [palette, setPalette] = useState<'never' | 'open' | 'shut'>('never');
  const [hasSheet, setSheet] = useState(false);
  const queries = useQueryClient();
  const { data: who, error } = useQuery(session);
  const projectId = who?.projectId ?? null;
  useEffect(() => (projectId === null ? undefined : goLive(queries, headers)), [queries, projectId]);
  useEffect(() => followEndpoints(queries), [queries]);
  useEffect(close, [close, path]);
  useShortcuts({ palette: () => setPalette('open'), sheet: () => setSheet(true) });
  return (
    <AppShell
      header={{ height: 52 }}
      navbar={{ width: 210, breakpoint: 'sm', collapsed: { mobile: !isOpen } }}
      padding="md"
    >
      <a className="skip" href="#page">
        Skip to the page
      </a>
      <AppShell.Header>
        <Group h="100%" px="md" gap="sm" wrap="nowrap">
          <Burger opened={isOpen} onClick={toggle} hiddenFrom="sm" size="sm" aria-label="Navigation" />
          <Text fw={700} component={Link} to="/" c="inherit" td="none">
            Tidegate
          </Text>
          <ProjectChooser />
          <Group ml="auto" gap="xs" wrap="nowrap">
            <UnstyledButton
              className="find"
              onClick={() => setPalette('open')}
              aria-label="Find Ctrl K: open the palette"
            >
              <SearchIcon />
              <Text component="span" size="sm" visibleFrom="md">
                Find
              </Text>
              <Kbd size="xs" visibleFrom="md">
                Ctrl K
              </Kbd>
            </UnstyledButton>
            <LiveChip />
            <SchemeButton />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" aria-label="Places">
        <ScrollArea>
          {PLACES.map(({ to, label }) => (
            <NavLink
              key={to}
              component={Link}
              to={to}
              label={label}
              active={isAt(to, path)}
              {...(isAt(to, path) && { 'aria-current': 'page' })}
            />
          ))}
        </ScrollArea>
        <UnstyledButton className="keys" mt="auto" onClick={() => setSheet(true)}>
          <Text size="sm" c="dimmed">
            Shortcuts <Kbd size="xs">?</Kbd>
          </Text>
        </UnstyledButton>
      </AppShell.Navbar>
      <AppShell.Main id="page" tabIndex={-1}>
        {error && <Problem error={error} doing="Asking who is signed in" />}
        {who && <Content projectId={projectId} path={path} />}
      </AppShell.Main>
      <Suspense>
        {palette !== 'never' && (
          <Palette
            opened={palette === 'open'}
            onClose={() => setPalette('shut')}
            onSheet={() => setSheet(true)}
          />
        )}
        {hasSheet && <Sheet onClose={() => setSheet(false)} />}
      </Suspense>
    </AppShell>
  );
};

/** The page, or the question which project it shall be about. */
const Content = ({ projectId, path }: Readonly<{ projectId: string | null; path: string }>) =>
  projectId === null && needsProject(path) ? (
    <ChooseProject />
  ) : (
    <Suspense key={projectId}>
      <Outlet />
    </Suspense>
  );

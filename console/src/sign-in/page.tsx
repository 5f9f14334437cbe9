import { Anchor, Button, Code, Group, List, Paper, PasswordInput, Stack, Text, Title } from '@mantine/core';
import { ApiError } from '@tidegate/sdk';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { SchemeButton } from '../app/scheme.tsx';
import { signIn } from '../app/session.ts';
import { Problem } from '../ui/problem.tsx';
import { useFilters } from '../ui/use-filters.ts';
import { wayBack } from './way-back.ts';

type By = Parameters<typeof signIn>[1];

/** With a token, or with the launcher’s link; then back to where the reader came from. */
export default function SignIn() {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [{ code, next }, setPlace] = useFilters<'code' | 'next'>();
  const [token, setToken] = useState('');
  const signing = useMutation({
    mutationFn: (by: By) => signIn(queries, by),
    onSuccess: () => void navigate({ to: wayBack(next), replace: true }),
    // Used up: it leaves the address and its history, as it does when it worked.
    onError: () => setPlace({ code: undefined }),
  });
  const { mutate } = signing;
  const tried = useRef<string>(undefined);
  useEffect(() => {
    document.title = 'Sign in · Tidegate';
  }, []);
  useEffect(() => {
    // A code works once: it is tried once.
    if (code === undefined || tried.current === code) return;
    tried.current = code;
    mutate({ code });
  }, [code, mutate]);
  const isWrong = signing.error instanceof ApiError && signing.error.code === 'token.invalid';
  return (
    <Stack maw={460} mx="auto" px="md" pt={{ base: 'md', sm: 72 }} gap="md">
      <Group justify="space-between">
        <Text fw={700}>Tidegate</Text>
        <SchemeButton />
      </Group>
      <Paper withBorder p="lg">
        <form
          onSubmit={(event) => {
            event.preventDefault();
            mutate({ token: token.trim() });
          }}
        >
          <Stack>
            <Title order={1} size="h2">
              Sign in
            </Title>
            {next !== undefined && !signing.error && (
              <Text size="sm" role="status">
                You are not signed in, or your session has ended. You come back to where you were.
              </Text>
            )}
            {signing.error && !isWrong && <Problem error={signing.error} />}
            <PasswordInput
              label="Token"
              description="The operator’s, or one of a project."
              placeholder="tg_…"
              value={token}
              onChange={(event) => setToken(event.currentTarget.value)}
              error={isWrong && 'Unknown, revoked or expired. Take another, or ask whoever issued it.'}
              autoComplete="current-password"
              required
              data-autofocus
            />
            <Button type="submit" loading={signing.isPending} disabled={token.trim() === ''}>
              Sign in
            </Button>
          </Stack>
        </form>
      </Paper>
      <Where />
    </Stack>
  );
}

const Where = () => (
  <Stack gap="xs">
    <Title order={2} size="h5">
      Where is the token?
    </Title>
    <List size="sm" spacing={6}>
      <List.Item>
        <Code>npm start</Code> prints a link that signs you in once. <Code>tidegate console</Code> prints a
        new one.
      </List.Item>
      <List.Item>
        A first project’s token lies in <Code>secrets/token</Code> below the platform’s home (
        <Code>~/.tidegate</Code>; for root <Code>/var/lib/tidegate</Code>).
      </List.Item>
      <List.Item>Others are issued by an owner of the project, under Tokens, and shown once.</List.Item>
    </List>
    <Text size="sm" c="dimmed">
      The token stays with the platform: this browser keeps a session that scripts cannot read, and that ends
      with the token. <Anchor href="/docs">API documents</Anchor>
    </Text>
  </Stack>
);

import { Button, Group, Paper, SegmentedControl, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type Endpoint, endpointOf, frameworksOf, protocolOf, useEndpointId } from '../endpoint/queries.ts';
import { Snippet } from '../endpoint/snippet.tsx';
import type { Call } from '../endpoint/snippets.ts';
import { Tab } from '../endpoint/tab.tsx';
import type { Asked } from './ask.ts';
import { Chat } from './chat.tsx';
import { type Form, type Turn, callOf, wishOf } from './form.ts';
import { MODES, type Mode, modesOf } from './modes.ts';
import { Params } from './params.tsx';
import { Prompt } from './prompt.tsx';
import { Failed, Figures, Said } from './result.tsx';
import { type Trial, useTrial } from './use-trial.ts';
import { Waking } from './waking.tsx';
import { WebSocketTester } from './web-socket.tsx';
import './playground.css';

/** Calls the endpoint as anybody would, and shows what came of it. */
export default function PlaygroundPage() {
  const { data: endpoint } = useQuery(endpointOf(useEndpointId()));
  const { data: frameworks, isPending } = useQuery(frameworksOf);
  const [chosen, setChosen] = useState<Mode | null>(null);
  if (!endpoint) return null;
  const modes = modesOf({ task: endpoint.task, protocol: protocolOf(frameworks, endpoint) });
  const mode = chosen ?? modes[0] ?? 'raw';
  const url = `${location.origin}${endpoint.url}`;
  return (
    <Tab
      title="Playground"
      about={endpoint.simulated ? 'Its engine only pretends: answers mean nothing.' : undefined}
    >
      {isPending ? (
        <Skeleton height={36} />
      ) : (
        <div className="scroll-x" tabIndex={0} role="region" aria-label="What to try">
          <SegmentedControl
            aria-label="What to try"
            value={mode}
            onChange={setChosen}
            data={modes.map((each) => ({ value: each, label: MODES[each] }))}
          />
        </div>
      )}
      {mode === 'websocket' ? (
        <WebSocketTester endpoint={endpoint} url={url} />
      ) : (
        <Playground key={mode} endpoint={endpoint} mode={mode} url={url} />
      )}
    </Tab>
  );
}

type Props = Readonly<{ endpoint: Endpoint; mode: Exclude<Mode, 'websocket'>; url: string }>;

const Playground = ({ endpoint, mode, url }: Props) => {
  const { form, turns, asked, asking, wrong, isGoing, change, submit, stop, clear } = useTrial(
    endpoint,
    mode,
    url,
  );
  return (
    <div className="two-columns">
      <Stack gap="md" style={{ minWidth: 0 }}>
        {mode === 'chat' && (
          <Chat
            turns={turns}
            asking={asking}
            answering={asking === null ? null : (asked?.answer.text ?? '')}
          />
        )}
        {asked && <Outcome endpoint={endpoint} asked={asked} mode={mode} isGoing={isGoing} />}
        <Prompt mode={mode} form={form} change={change} wrong={wrong} submit={submit} />
        <Group gap="xs">
          {isGoing ? (
            <Button variant="default" onClick={stop}>
              Stop
            </Button>
          ) : (
            <Button onClick={submit}>Send</Button>
          )}
          {asked && !isGoing && (
            <Button variant="subtle" onClick={clear}>
              Clear
            </Button>
          )}
          <Text size="xs" c="dimmed">
            Ctrl + Enter sends
          </Text>
        </Group>
        {asked && <Figures asked={asked} endpointId={endpoint.id} />}
      </Stack>
      <Side endpoint={endpoint} mode={mode} url={url} form={form} turns={turns} change={change} />
    </div>
  );
};

type SideProps = Props & Pick<Trial, 'form' | 'turns' | 'change'>;

const Side = ({ endpoint, mode, url, form, turns, change }: SideProps) => (
  <Stack gap="md" style={{ minWidth: 0 }}>
    {(mode === 'chat' || mode === 'completion') && (
      <Params form={form} change={change} hasSystem={mode === 'chat'} />
    )}
    <Paper withBorder p="md" component="section" aria-label="The same as code" style={{ minWidth: 0 }}>
      <Title order={3} size="h5" mb="xs">
        The same as code
      </Title>
      <Snippet call={{ ...shownOf(mode, form, url, turns), isPublic: endpoint.visibility === 'public' }} />
    </Paper>
  </Stack>
);

const AWAY = new Set(['sleeping', 'waking', 'starting', 'deploying']);
type OutcomeProps = Readonly<{ endpoint: Endpoint; asked: Asked; mode: Mode; isGoing: boolean }>;

const Outcome = ({ endpoint, asked, mode, isGoing }: OutcomeProps) => {
  const isWaiting = isGoing && asked.firstTokenMs === null;
  const isAway = asked.isWaking || AWAY.has(endpoint.state);
  return (
    <>
      {isWaiting && isAway && <Waking endpoint={endpoint} />}
      {mode !== 'chat' && asked.raw !== '' && asked.state !== 'failed' && <Said asked={asked} mode={mode} />}
      <Failed asked={asked} />
    </>
  );
};

const shownOf = (mode: Props['mode'], form: Form, url: string, turns: readonly Turn[]): Call => {
  if (mode !== 'raw') return callOf(mode, form, url, turns);
  const wish = wishOf(mode, form, url);
  return 'call' in wish ? wish.call : { url, path: form.rawPath, method: form.rawMethod, body: {} };
};

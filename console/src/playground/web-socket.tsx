import { Alert, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { Endpoint } from '../endpoint/queries.ts';
import { Copy } from '../ui/copy.tsx';

type Frame = Readonly<{ id: number; from: 'you' | 'it' | 'note'; text: string }>;
const KEPT = 500;
const SIGN = { you: '→', it: '←', note: '·' } as const;

const textOf = (data: unknown): string =>
  typeof data === 'string' ? data : data instanceof Blob ? `${data.size} bytes` : 'binary data';

/** Opens a WebSocket below the endpoint and shows what goes and comes. */
export const WebSocketTester = ({ endpoint, url }: Readonly<{ endpoint: Endpoint; url: string }>) => {
  const [path, setPath] = useState('');
  const [message, setMessage] = useState('');
  const [frames, setFrames] = useState<readonly Frame[]>([]);
  const [isOpen, setIsOpen] = useState(false);
  const socket = useRef<WebSocket | null>(null);
  const next = useRef(0);
  const address = `${url.replace(/^http/, 'ws')}/${path.replace(/^\/+/, '')}`;
  const note = (from: Frame['from'], text: string): void =>
    setFrames((before) => [...before.slice(1 - KEPT), { id: next.current++, from, text }]);
  useEffect(() => () => socket.current?.close(), []);
  const connect = (): void => {
    const opened = new WebSocket(address);
    socket.current = opened;
    opened.addEventListener('open', () => {
      setIsOpen(true);
      note('note', `connected to ${address}`);
    });
    opened.addEventListener('message', ({ data }) => note('it', textOf(data)));
    opened.addEventListener('close', ({ code, reason }) => {
      setIsOpen(false);
      note('note', `closed with ${code}${reason ? `: ${reason}` : ''}`);
    });
    opened.addEventListener('error', () => note('note', 'the connection failed'));
  };
  if (endpoint.visibility !== 'public')
    return (
      <Alert color="cyan" variant="outline" title="This endpoint is private">
        <Stack gap="xs">
          <Text size="sm">
            Browsers cannot send a token with a WebSocket. Open one from a terminal, or make the endpoint
            public in its settings to try it here.
          </Text>
          <Copy
            block
            label="Copy the command"
            text={`npx wscat -c '${address}' -H "Authorization: Bearer $TIDEGATE_TOKEN"`}
          />
        </Stack>
      </Alert>
    );
  return (
    <Stack gap="sm">
      <Group align="flex-end" gap="xs">
        <TextInput
          label="Path below the endpoint"
          style={{ flex: 1, minWidth: 160 }}
          value={path}
          disabled={isOpen}
          onChange={(event) => setPath(event.currentTarget.value)}
        />
        <Button
          onClick={isOpen ? () => socket.current?.close() : connect}
          variant={isOpen ? 'default' : 'filled'}
        >
          {isOpen ? 'Close' : 'Connect'}
        </Button>
      </Group>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          socket.current?.send(message);
          note('you', message);
          setMessage('');
        }}
      >
        <Group align="flex-end" gap="xs">
          <TextInput
            label="Message"
            style={{ flex: 1, minWidth: 160 }}
            value={message}
            onChange={(event) => setMessage(event.currentTarget.value)}
          />
          <Button type="submit" disabled={!isOpen}>
            Send
          </Button>
        </Group>
      </form>
      <div className="frames" role="log" aria-label="Messages" tabIndex={0}>
        {frames.length === 0 && <Text size="sm">Nothing has come or gone yet.</Text>}
        {frames.map(({ id, from, text }) => (
          <p key={id} className="said">
            {SIGN[from]} {text}
          </p>
        ))}
      </div>
    </Stack>
  );
};

import { Anchor, Drawer, Group, Stack } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Copy } from '../ui/copy.tsx';
import { Facts } from '../ui/facts.tsx';
import { bytes, count } from '../ui/format.ts';
import { Moment } from '../ui/moment.tsx';
import { Waterfall } from '../ui/waterfall.tsx';
import { endOf, milliseconds, partsOf, type Request } from './parts.ts';

type Props = Readonly<{ endpointId: string; request: Request | undefined; onClose: () => void }>;

/** All of one request. */
export const Inspector = ({ endpointId, request, onClose }: Props) => (
  <Drawer
    opened={request !== undefined}
    onClose={onClose}
    position="right"
    size="lg"
    title="One request"
    closeButtonProps={{ 'aria-label': 'Close' }}
  >
    {request && <Inspected endpointId={endpointId} request={request} />}
  </Drawer>
);

const Inspected = ({ endpointId, request }: Readonly<{ endpointId: string; request: Request }>) => (
  <Stack>
    <Copy text={request.requestId} label="Copy the request’s id" />
    <Waterfall summary={summaryOf(request)} parts={partsOf(request)} />
    <Group>
      <Anchor
        size="sm"
        renderRoot={(props) => (
          <Link
            {...props}
            to="/endpoints/$endpointId/logs"
            params={{ endpointId }}
            search={{ requestId: request.requestId }}
          />
        )}
      >
        Lines that name it
      </Anchor>
      {request.replicaId !== null && (
        <Anchor
          size="sm"
          renderRoot={(props) => (
            <Link
              {...props}
              to="/endpoints/$endpointId/logs"
              params={{ endpointId }}
              search={{ replica: request.replicaId ?? undefined }}
            />
          )}
        >
          Its replica’s log
        </Anchor>
      )}
    </Group>
    <Facts facts={factsOf(request)} />
  </Stack>
);

const summaryOf = ({ durationMs, firstByteMs, queueMs, wakeMs }: Request): string =>
  `${milliseconds(durationMs)} in all: ${milliseconds(wakeMs)} waking, ${milliseconds(queueMs)} in the queue, first byte ${firstByteMs === null ? 'never' : `after ${milliseconds(firstByteMs)}`}.`;

const tokensOf = ({ promptTokens, completionTokens, tokensEstimated }: Request): string =>
  promptTokens === null && completionTokens === null
    ? 'not counted'
    : `${promptTokens === null ? '–' : count(promptTokens)} in, ${completionTokens === null ? '–' : count(completionTokens)} out${tokensEstimated ? ' (estimated)' : ''}`;

const perSecond = ({ completionTokens, firstByteMs, durationMs, stream }: Request): string => {
  const seconds = (durationMs - (firstByteMs ?? durationMs)) / 1000;
  return completionTokens === null || !stream || seconds <= 0
    ? '–'
    : `${count(Math.round(completionTokens / seconds))} tokens/s`;
};

const factsOf = (request: Request) =>
  [
    ['Time', <Moment key="at" at={request.at} />],
    ['What', `${request.method} ${request.path}`],
    ['Ended', `${endOf(request)}${request.code === null ? '' : ` (${request.code})`}`],
    ['Tokens', tokensOf(request)],
    ['Answer', perSecond(request)],
    ['Streamed', request.stream ? 'yes' : 'no'],
    ['Tried', `${request.attempts} ${request.attempts === 1 ? 'time' : 'times'}`],
    ['Replica', request.replicaId ?? 'none'],
    ['Token', request.tokenName ?? request.tokenId ?? 'none'],
    ['From', request.clientAddress],
    ['Size', `${bytes(request.bytesIn)} in, ${bytes(request.bytesOut)} out`],
    ['Trace', request.traceId ?? 'none'],
  ] as const;

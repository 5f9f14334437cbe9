import { Alert, Anchor, Code, Paper, Stack, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { costOf, recordOf } from '../endpoint/queries.ts';
import { count, duration, money } from '../ui/format.ts';
import { Waterfall } from '../ui/waterfall.tsx';
import { imagesOf, likeness, parsed, vectorsOf } from './answer.ts';
import type { Asked } from './ask.ts';
import { type Timing, costOfCall, partsOf, timingOfRecord, tokensPerSecond } from './measures.ts';
import type { Mode } from './modes.ts';

type Props = Readonly<{ asked: Asked; endpointId: string }>;

export const Failed = ({ asked }: Readonly<{ asked: Asked }>) => {
  const { failure } = asked.answer;
  if (asked.state !== 'failed' || !failure) return null;
  return (
    <Alert color="red" variant="outline" title={failure.message} role="alert">
      <Text size="xs" c="dimmed">
        {[asked.status, failure.code, asked.requestId && `request ${asked.requestId}`]
          .filter(Boolean)
          .join(' · ')}
      </Text>
    </Alert>
  );
};

/** What an answer that is no chat says: text, vectors, images, or what came. */
export const Said = ({ asked, mode }: Readonly<{ asked: Asked; mode: Mode }>) => {
  const isWhole = asked.state === 'done';
  if (mode === 'completion') return <p className="said">{asked.answer.text}</p>;
  if (mode === 'embedding' && isWhole) return <Vectors body={parsed(asked.raw)} />;
  if (mode === 'image' && isWhole) {
    const images = imagesOf(parsed(asked.raw));
    if (images.length > 0)
      return images.map((source, index) => (
        <img
          key={source.slice(-40)}
          src={source}
          alt={`The answer, ${index + 1}`}
          style={{ maxWidth: '100%' }}
        />
      ));
  }
  if (asked.raw === '') return null;
  const json = isWhole ? parsed(asked.raw) : undefined;
  return (
    <Code block className="raw-answer" tabIndex={0} aria-label="The answer">
      {json === undefined ? asked.raw : JSON.stringify(json, null, 2)}
    </Code>
  );
};

const SHOWN = 8;
const Vectors = ({ body }: Readonly<{ body: unknown }>) => {
  const vectors = vectorsOf(body);
  const [first] = vectors;
  return (
    <Stack gap="xs">
      {vectors.map((vector, index) => (
        <div key={index}>
          <Text size="sm">
            Text {index + 1}: {vector.length} numbers
            {first && index > 0 && `, likeness to the first ${likeness(first, vector).toFixed(3)}`}
          </Text>
          <Code>
            {vector
              .slice(0, SHOWN)
              .map((value) => value.toFixed(4))
              .join(', ')}
            {vector.length > SHOWN && ' …'}
          </Code>
        </div>
      ))}
    </Stack>
  );
};

const Figure = ({ label, children }: Readonly<{ label: string; children: ReactNode }>) => (
  <div>
    <dt>{label}</dt>
    <dd>{children}</dd>
  </div>
);

const hasEnded = ({ state }: Asked): boolean => state !== 'waiting' && state !== 'answering';

const statusOf = ({ status, answer, state }: Asked): string =>
  [status, answer.finish, state === 'stopped' && 'stopped'].filter(Boolean).join(' · ');

/** A stream that was held has no more in its head than that it waits. */
const isHeld = ({ requestId, replicaId }: Asked): boolean => requestId !== null && replicaId === null;

/** What the request took: times, tokens, money, who answered it, and where its time went. */
export const Figures = ({ asked, endpointId }: Props) => {
  const isOver = hasEnded(asked);
  const { data: record } = useQuery(recordOf(endpointId, asked.requestId ?? '', isOver && isHeld(asked)));
  const timing = record ? timingOfRecord(record) : asked.timing;
  if (asked.status === null) return null;
  return (
    <Paper withBorder p="md" component="section" aria-label="This request">
      <Title order={3} size="h5" mb="xs">
        This request
      </Title>
      <dl className="figures">
        <Measured asked={asked} />
        <Figure label="Cost, at most">
          <CallCost endpointId={endpointId} timing={timing} totalMs={asked.totalMs} />
        </Figure>
        <Who
          endpointId={endpointId}
          replicaId={asked.replicaId ?? record?.replicaId ?? null}
          requestId={asked.requestId}
        />
        <Figure label="Status">{statusOf(asked)}</Figure>
      </dl>
      {timing && isOver && <Spent timing={timing} totalMs={asked.totalMs} />}
    </Paper>
  );
};

const Measured = ({ asked: { answer, totalMs, firstTokenMs } }: Readonly<{ asked: Asked }>) => {
  const tokens = answer.usage?.completionTokens ?? null;
  const rate = tokensPerSecond(tokens, firstTokenMs, totalMs);
  return (
    <>
      <Figure label="Time to first token">
        {firstTokenMs === null ? '–' : duration(firstTokenMs / 1000)}
      </Figure>
      <Figure label="Total">{duration(totalMs / 1000)}</Figure>
      <Figure label="Tokens a second">{rate === null ? '–' : count(Math.round(rate))}</Figure>
      <Figure label="Tokens">
        {answer.usage ? `${answer.usage.promptTokens ?? '–'} in, ${tokens ?? '–'} out` : '–'}
      </Figure>
    </>
  );
};

type CallCostProps = Readonly<{ endpointId: string; timing: Timing | null; totalMs: number }>;
const CallCost = ({ endpointId, timing, totalMs }: CallCostProps) => {
  const { data } = useQuery(costOf(endpointId));
  const price = data?.lines[0]?.priceNanoUsdPerHour;
  return price === undefined ? '–' : money(costOfCall(price, timing, totalMs));
};

const To = ({
  to,
  search = {},
  children,
}: Readonly<{ to: string; search?: object; children: ReactNode }>) => (
  <Anchor component={Link} size="sm" underline="always" to={to} search={search as never}>
    {children}
  </Anchor>
);

type WhoProps = Readonly<{ endpointId: string; replicaId: string | null; requestId: string | null }>;
const Who = ({ endpointId, replicaId, requestId }: WhoProps) => {
  const base = `/endpoints/${endpointId}`;
  return (
    <>
      <Figure label="Replica">
        {replicaId === null ? '–' : <To to={`${base}/replicas`}>{replicaId}</To>}
      </Figure>
      {requestId !== null && (
        <>
          <Figure label="Request">
            <To to={`${base}/requests`} search={{ request: requestId }}>
              {requestId}
            </To>
          </Figure>
          <Figure label="What was logged">
            <To to={`${base}/logs`} search={{ requestId }}>
              its lines
            </To>
          </Figure>
        </>
      )}
    </>
  );
};

const Spent = ({ timing, totalMs }: Readonly<{ timing: Timing; totalMs: number }>) => {
  const parts = partsOf(timing, totalMs);
  const most = parts.reduce((a, b) => (b.ms > a.ms ? b : a));
  return (
    <Waterfall
      parts={parts}
      summary={`Most of its ${duration(totalMs / 1000)} went to ${most.label}: ${duration(most.ms / 1000)}.`}
    />
  );
};

import { Alert, Anchor, Code, Paper, Stack, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { costOf } from '../endpoint/queries.ts';
import { count, duration, money } from '../ui/format.ts';
import { Waterfall } from '../ui/waterfall.tsx';
import { imagesOf, likeness, parsed, vectorsOf } from './answer.ts';
import type { Asked } from './ask.ts';
import { costOfCall, partsOf, tokensPerSecond } from './measures.ts';
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

/** What the request took: times, tokens, money, who answered it, and where its time went. */
export const Figures = ({ asked, endpointId }: Props) => {
  const { data: cost } = useQuery(costOf(endpointId));
  const { answer, timing, totalMs, firstTokenMs, requestId, replicaId } = asked;
  const tokens = answer.usage?.completionTokens ?? null;
  const rate = tokensPerSecond(tokens, firstTokenMs, totalMs);
  const price = cost?.lines[0]?.priceNanoUsdPerHour;
  const isOver = asked.state === 'done' || asked.state === 'failed' || asked.state === 'stopped';
  if (asked.status === null) return null;
  return (
    <Paper withBorder p="md" component="section" aria-label="This request">
      <Title order={3} size="h5" mb="xs">
        This request
      </Title>
      <dl className="figures">
        <Figure label="Time to first token">
          {firstTokenMs === null ? '–' : duration(firstTokenMs / 1000)}
        </Figure>
        <Figure label="Total">{duration(totalMs / 1000)}</Figure>
        <Figure label="Tokens a second">{rate === null ? '–' : count(Math.round(rate))}</Figure>
        <Figure label="Tokens">
          {answer.usage ? `${answer.usage.promptTokens ?? '–'} in, ${tokens ?? '–'} out` : '–'}
        </Figure>
        <Figure label="Cost, at most">
          {price === undefined ? '–' : money(costOfCall(price, timing, totalMs))}
        </Figure>
        <Figure label="Replica">
          {replicaId === null ? (
            '–'
          ) : (
            <Anchor component={Link} size="sm" underline="always" to={`/endpoints/${endpointId}/replicas`}>
              {replicaId}
            </Anchor>
          )}
        </Figure>
        <Figure label="Request">
          {requestId === null ? (
            '–'
          ) : (
            <Anchor
              component={Link}
              size="sm"
              underline="always"
              to={`/endpoints/${endpointId}/requests`}
              search={{ request: requestId } as never}
            >
              {requestId}
            </Anchor>
          )}
        </Figure>
        {requestId !== null && (
          <Figure label="What was logged">
            <Anchor
              component={Link}
              size="sm"
              underline="always"
              to={`/endpoints/${endpointId}/logs`}
              search={{ requestId } as never}
            >
              its lines
            </Anchor>
          </Figure>
        )}
        <Figure label="Status">
          {asked.status}
          {answer.finish !== null && ` · ${answer.finish}`}
          {asked.state === 'stopped' && ' · stopped'}
        </Figure>
      </dl>
      {timing && isOver && <Spent asked={asked} />}
    </Paper>
  );
};

const Spent = ({ asked: { timing, totalMs } }: Readonly<{ asked: Asked }>) => {
  if (!timing) return null;
  const parts = partsOf(timing, totalMs);
  const most = parts.reduce((a, b) => (b.ms > a.ms ? b : a));
  return (
    <Waterfall
      parts={parts}
      summary={`Most of its ${duration(totalMs / 1000)} went to ${most.label}: ${duration(most.ms / 1000)}.`}
    />
  );
};

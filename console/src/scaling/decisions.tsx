import { Badge, Group, Text } from '@mantine/core';
import { limitOf, listed, wordsOf } from '../endpoint/words.ts';
import { Ago } from '../ui/ago.tsx';
import type { Decision } from './series.ts';

/** Each decision with its sentence; its arithmetic on demand. */
export const Decisions = ({ decisions }: Readonly<{ decisions: readonly Decision[] }>) => (
  <ul className="plain-list">
    {decisions.map((decision) => (
      <li key={decision.position} className="decision">
        <Group gap="xs" wrap="nowrap" align="flex-start">
          <Badge variant="outline" color="gray" className="state-badge" tt="none" miw={64}>
            {decision.from} → {decision.to}
          </Badge>
          <div style={{ minWidth: 0 }}>
            <Text size="sm">{decision.text}</Text>
            <Text size="xs" c="dimmed">
              <Ago at={decision.at} /> · {wordsOf(decision.cause)} · revision {decision.revision}
              {decision.limitedBy.length > 0 && ` · limited by ${listed(decision.limitedBy.map(limitOf))}`}
            </Text>
            <details>
              <summary>Arithmetic</summary>
              <code className="formula">{decision.formula}</code>
            </details>
          </div>
        </Group>
      </li>
    ))}
  </ul>
);

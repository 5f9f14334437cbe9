import { Anchor, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Copy } from '../ui/copy.tsx';
import { type Call, type Language, LANGUAGES, snippetOf } from './snippets.ts';

/** A call as curl, Python or JavaScript, to copy. */
export const Snippet = ({ call }: Readonly<{ call: Call }>) => {
  const [language, setLanguage] = useState<Language>('curl');
  return (
    <Stack gap="xs">
      <Group justify="space-between">
        <SegmentedControl
          size="xs"
          aria-label="Language"
          value={language}
          onChange={setLanguage}
          data={LANGUAGES.map(({ id, label }) => ({ value: id, label }))}
        />
        {!call.isPublic && (
          <Text size="xs">
            <Anchor component={Link} to="/tokens" size="xs" underline="always">
              Issue a token
            </Anchor>{' '}
            and export it as TIDEGATE_TOKEN.
          </Text>
        )}
      </Group>
      <Copy block text={snippetOf(call, language)} label="Copy the snippet" />
    </Stack>
  );
};

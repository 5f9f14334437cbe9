import { SimpleGrid, Stack, Text, TextInput, Title } from '@mantine/core';
import { useState } from 'react';
import { pointerTo } from './draft.ts';
import { NumberField, SelectField, SwitchField, TextField } from './fields.tsx';
import type { Framework } from './queries.ts';

type Argument = Framework['engineArguments'][number];

/** The framework’s own arguments, as its catalogue describes them. */
export const EngineArguments = ({ framework }: Readonly<{ framework: Framework | undefined }>) => {
  const [asked, setAsked] = useState('');
  if (!framework) return <Text size="sm">Choose a framework to see its arguments.</Text>;
  if (framework.engineArguments.length === 0)
    return <Text size="sm">{framework.title} is started by its image: it has no arguments of its own.</Text>;
  const found = framework.engineArguments.filter(({ name, flag, help }) =>
    `${name} ${flag} ${help}`.toLowerCase().includes(asked.toLowerCase()),
  );
  return (
    <Stack>
      <TextInput
        aria-label="Find an argument"
        placeholder={`Find among ${framework.engineArguments.length} arguments of ${framework.title}`}
        value={asked}
        onChange={(event) => setAsked(event.currentTarget.value)}
      />
      {[...Map.groupBy(found, ({ group }) => group)].map(([group, members]) => (
        <Stack key={group} gap="xs">
          <Title order={3} size="h5" tt="capitalize">
            {group}
          </Title>
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            {members.map((argument) => (
              <ArgumentField key={argument.name} argument={argument} />
            ))}
          </SimpleGrid>
        </Stack>
      ))}
    </Stack>
  );
};

const ArgumentField = ({ argument }: Readonly<{ argument: Argument }>) => {
  const { name, flag, type, help, choices, onlyIn } = argument;
  const shared = {
    pointer: pointerTo('engineArguments', name),
    label: name,
    help: (
      <>
        {help} <code>{flag}</code>
        {onlyIn !== undefined && ` Only in a ${onlyIn}.`}
      </>
    ),
    placeholder: argument.default === null ? 'by default left to it' : String(argument.default),
  };
  const bounds = boundsOf(argument);
  switch (type) {
    case 'switch':
      return <SwitchField {...shared} byDefault={argument.default === true} />;
    case 'select':
      return <SelectField {...shared} data={choices ?? []} />;
    case 'integer':
      return <NumberField {...shared} {...bounds} isWhole />;
    case 'number':
      return <NumberField {...shared} {...bounds} isWhole={false} />;
    case 'text':
      return <TextField {...shared} {...bounds} />;
  }
};

const boundsOf = ({ min, max, maxLength }: Argument) => ({
  ...(min !== undefined && { min }),
  ...(max !== undefined && { max }),
  ...(maxLength !== undefined && { maxLength }),
});

import { SegmentedControl, SimpleGrid, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { valueAt } from './draft.ts';
import { ListField, SelectField, TextField } from './fields.tsx';
import { useForm } from './form.ts';
import { type Framework, frameworks } from './queries.ts';

/** Model or image, and what serves it. */
export const What = ({ framework }: Readonly<{ framework: Framework | undefined }>) => {
  const { draft, setDraft } = useForm();
  const isImage = valueAt(draft, '/image') !== undefined;
  return (
    <Stack>
      <SegmentedControl
        aria-label="What it is made of"
        data={[
          { value: 'model', label: 'A model' },
          { value: 'image', label: 'A container image' },
        ]}
        value={isImage ? 'image' : 'model'}
        onChange={(kind) =>
          setDraft(({ image: _, ...rest }) =>
            kind === 'image' ? { ...rest, image: { reference: '' } } : rest,
          )
        }
      />
      {isImage && <ImageFields />}
      <TextField
        pointer="/model"
        label={isImage ? 'Model (optional)' : 'Model'}
        placeholder="owner/name"
        help={
          isImage
            ? 'By default it is called by the image’s name.'
            : 'Of the model hub, or of the nodes’ folder of models.'
        }
        required={!isImage}
      />
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <SelectField
          pointer="/modelSource/kind"
          label="Where the weights are"
          placeholder="Where its framework looks"
          data={[
            { value: 'hub', label: 'The model hub' },
            { value: 'folder', label: 'The models folder of each node' },
            { value: 'image', label: 'In the image' },
          ]}
        />
        {valueAt(draft, '/modelSource/kind') === 'hub' && (
          <TextField
            pointer="/modelSource/revision"
            label="Revision of the model"
            placeholder="main"
            help="A branch, tag or commit."
          />
        )}
      </SimpleGrid>
      <Serving framework={framework} />
      {framework && (
        <Text size="sm" c="dimmed">
          {framework.description}
        </Text>
      )}
    </Stack>
  );
};

const ImageFields = () => (
  <>
    <TextField
      pointer="/image/reference"
      label="Image"
      placeholder="registry.example.com/team/server:1.4"
      help="Pulled by the node that runs it."
      required
    />
    <ListField
      pointer="/image/command"
      label="Command"
      help="What to start in it; by default what it starts by itself."
    />
    <SimpleGrid cols={{ base: 1, sm: 2 }}>
      <TextField pointer="/image/credentials/username" label="Registry user" help="For a private registry." />
      <TextField
        pointer="/image/credentials/password"
        label="Registry password"
        help="Sealed, and never shown again."
        isSecret
      />
    </SimpleGrid>
  </>
);

/** What serves it, what for, and in how many bits. */
const Serving = ({ framework }: Readonly<{ framework: Framework | undefined }>) => {
  const { data: all = [] } = useQuery(frameworks);
  return (
    <SimpleGrid cols={{ base: 1, sm: 3 }}>
      <SelectField
        pointer="/framework"
        label="Framework"
        placeholder="The one that serves the model"
        data={all.map(({ id, title, simulated }) => ({
          value: id,
          label: simulated ? `${title} (simulated)` : title,
        }))}
      />
      <SelectField
        pointer="/task"
        label="Task"
        placeholder="Whatever the framework serves"
        data={framework?.tasks ?? [...new Set(all.flatMap(({ tasks }) => tasks ?? []))]}
      />
      <SelectField
        pointer="/quantization"
        label="Quantization"
        placeholder="As the weights are"
        searchable
        data={(framework?.quantizations ?? []).map(({ id, bitsPerWeight }) => ({
          value: id,
          label: `${id} (${bitsPerWeight} bits)`,
        }))}
      />
    </SimpleGrid>
  );
};

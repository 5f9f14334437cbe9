import { Fieldset, SimpleGrid, Stack } from '@mantine/core';
import { valueAt } from './draft.ts';
import { ListField, NumberField, SelectField, SwitchField, TextField } from './fields.tsx';
import { useForm } from './form.ts';
import { PairsField } from './pairs.tsx';
import type { Framework } from './queries.ts';

/** What most endpoints leave to the platform. */
export const Advanced = ({ framework }: Readonly<{ framework: Framework | undefined }>) => (
  <Stack>
    <PairsField
      pointer="/environment"
      label="Environment"
      name="variable"
      help="Variables that its process finds."
    />
    <PairsField
      pointer="/secrets"
      label="Secrets"
      name="secret"
      help="Variables that are sealed and never shown again. They are not kept with the draft."
      isSecret
    />
    <PairsField
      pointer="/tags"
      label="Tags"
      name="tag"
      help="At most 32, to find it by and to divide the bill by."
    />
    <Process framework={framework} />
    <Placement />
    <Asynchronous />
    <Fieldset legend="Money and notice">
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <SelectField
          pointer="/commitment/kind"
          label="Commitment"
          placeholder="on-demand"
          help="reserved: it can be neither stopped nor deleted before its end."
          data={['on-demand', 'reserved']}
        />
        <TextField
          pointer="/commitment/until"
          label="Reserved until"
          placeholder="2027-01-31T00:00:00Z"
          help="Of the kind reserved."
        />
        <TextField pointer="/billingAccount" label="Billing account" help="Whom its cost is charged to." />
        <TextField
          pointer="/notifyWebhookUrl"
          label="Tell this URL"
          placeholder="https://example.com/hook"
          help="When it became ready or failed for the first time."
        />
      </SimpleGrid>
    </Fieldset>
  </Stack>
);

const Process = ({ framework }: Readonly<{ framework: Framework | undefined }>) => (
  <Fieldset legend="Process">
    <SimpleGrid cols={{ base: 1, sm: 3 }}>
      <NumberField
        pointer="/containerPort"
        label="Port"
        placeholder={framework ? String(framework.containerPort) : 'the framework’s'}
        min={1}
        max={65_535}
      />
      <TextField
        pointer="/healthPath"
        label="Health path"
        placeholder={framework?.healthPath ?? 'the framework’s'}
      />
      <NumberField
        pointer="/startupTimeoutSeconds"
        label="Startup timeout"
        placeholder="600"
        suffix=" s"
        min={1}
        max={7_200}
      />
      <NumberField
        pointer="/drainTimeoutSeconds"
        label="Drain timeout"
        placeholder="600"
        help="To finish what it has."
        suffix=" s"
        min={1}
      />
      <NumberField
        pointer="/diskMib"
        label="Disk"
        placeholder="what the node gives"
        help="In MiB."
        suffix=" MiB"
        min={1}
      />
      <TextField
        pointer="/mountPath"
        label="Mount path"
        placeholder="/data"
        help="Of the disk, in a container."
      />
    </SimpleGrid>
  </Fieldset>
);

const Placement = () => (
  <Stack>
    <Fieldset legend="Placement">
      <SimpleGrid cols={{ base: 1, sm: 3 }}>
        <TextField pointer="/cluster" label="Cluster" placeholder="local" />
        <ListField pointer="/placement/zones" label="Zones" placeholder="any" />
        <ListField
          pointer="/placement/tolerations"
          label="Tolerations"
          placeholder="none"
          help="Taints that do not keep it off."
        />
        <SelectField
          pointer="/placement/spread"
          label="Spread"
          placeholder="prefer"
          help="nodes, zones: never two on one."
          data={['prefer', 'nodes', 'zones']}
        />
        <NumberField
          pointer="/placement/priority"
          label="Priority"
          placeholder="50"
          help="A higher one is placed first."
          min={0}
          max={100}
        />
        <SwitchField
          pointer="/placement/gang"
          label="Gang"
          help="Replicas asked for together are placed together or not at all."
          byDefault={false}
        />
      </SimpleGrid>
    </Fieldset>
    <PairsField
      pointer="/placement/nodeLabels"
      label="Node labels"
      name="label"
      help="Only on nodes with all of these labels."
    />
  </Stack>
);

const Asynchronous = () => {
  const { draft } = useForm();
  const isOn = valueAt(draft, '/async') !== undefined;
  return (
    <Fieldset legend="Asynchronous calls">
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <ListField
          pointer="/async/routes"
          label="Routes"
          placeholder="/v1/chat/completions"
          help="Paths that may be called asynchronously, by POST; none: it takes no such calls."
          suggestions={['/v1/chat/completions', '/v1/completions', '/v1/embeddings']}
        />
        {isOn && (
          <>
            <TextField
              pointer="/async/target"
              label="Results go to"
              placeholder="the platform keeps them"
              help="A folder, or s3://bucket/prefix."
            />
            <NumberField pointer="/async/maxAttempts" label="Attempts" placeholder="6" min={1} max={20} />
            <NumberField
              pointer="/async/timeToLiveSeconds"
              label="Tried for"
              placeholder="86400"
              suffix=" s"
              min={60}
            />
            <NumberField
              pointer="/async/resultTtlSeconds"
              label="Remembered for"
              placeholder="86400"
              suffix=" s"
              min={60}
            />
            <TextField
              pointer="/async/webhookUrl"
              label="Tell this URL"
              placeholder="https://example.com/hook"
              help="How each request ended."
            />
          </>
        )}
      </SimpleGrid>
    </Fieldset>
  );
};

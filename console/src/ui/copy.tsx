import { ActionIcon, Code, CopyButton, Group, Tooltip } from '@mantine/core';
import { CheckIcon, CopyIcon } from './icons.tsx';

type Props = Readonly<{ text: string; label: string; block?: boolean }>;

/** A text in code type with a button that copies it. */
export const Copy = ({ text, label, block = false }: Props) => (
  <Group gap={4} wrap="nowrap" align={block ? 'flex-start' : 'center'} style={{ minWidth: 0 }}>
    <Code
      block={block}
      tabIndex={block ? 0 : undefined}
      style={{
        minWidth: 0,
        ...(block ? { overflowX: 'auto', whiteSpace: 'pre', flex: 1 } : { overflowWrap: 'anywhere' }),
      }}
    >
      {text}
    </Code>
    <CopyButton value={text}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? 'Copied' : label}>
          <ActionIcon variant="subtle" onClick={copy} aria-label={copied ? 'Copied' : label}>
            {copied ? <CheckIcon /> : <CopyIcon />}
          </ActionIcon>
        </Tooltip>
      )}
    </CopyButton>
  </Group>
);

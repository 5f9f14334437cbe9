import './create.css';
import { Accordion, Paper, Stack, Title } from '@mantine/core';
import { ApiError, unwrap } from '@tidegate/sdk';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { api } from '../app/api.ts';
import type { Search } from '../endpoints/filters.ts';
import { Page } from '../ui/page.tsx';
import { Access } from './access.tsx';
import { Advanced } from './advanced.tsx';
import { EngineArguments } from './arguments.tsx';
import { type Draft, keepable, restored, valueAt } from './draft.ts';
import { TextField } from './fields.tsx';
import { type Form, FormContext } from './form.ts';
import { HardwareTiles } from './hardware.tsx';
import { type Preview, frameworks, usePreview, useSizing, wishOf } from './queries.ts';
import { Rail } from './rail.tsx';
import { Scaling } from './scaling.tsx';
import { What } from './what.tsx';

const KEPT = 'tidegate.draft';
const SHOWN_FIELDS = ['model', 'framework', 'hardware', 'quantization'] as const;

/** What was being written, with what a link asks for on top. */
const begin = (search: Search): Draft => ({
  ...restored(sessionStorage.getItem(KEPT)),
  ...Object.fromEntries(SHOWN_FIELDS.flatMap((name) => (search[name] ? [[name, search[name]]] : []))),
});

/** What the dry run says, and what only the attempt brought to light. */
const problemsOf = (preview: Preview | undefined, error: Error | null): Preview['problems'] => {
  const said = preview?.problems ?? [];
  const refused = error instanceof ApiError ? error.errors : [];
  return [...said, ...refused.filter(({ pointer }) => !said.some((one) => one.pointer === pointer))];
};

export default function Create() {
  const search: Search = useSearch({ strict: false });
  const [anew, setAnew] = useState(0);
  return <Writing key={anew} initial={anew === 0 ? begin(search) : {}} onClear={() => setAnew(anew + 1)} />;
}

const Writing = ({ initial, onClear }: Readonly<{ initial: Draft; onClear: () => void }>) => {
  const navigate = useNavigate();
  const [draft, setDraft] = useState(initial);
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const [isSent, setSent] = useState(false);
  const [isSpot, setSpot] = useState(false);
  useEffect(() => sessionStorage.setItem(KEPT, JSON.stringify(keepable(draft))), [draft]);
  const { data: preview, isSettling, error } = usePreview(draft);
  const { data: all } = useQuery(frameworks);
  const chosen = valueAt(draft, '/framework');
  const named = all?.find(({ id }) => id === chosen);
  const { data: sizing, error: unsized } = useSizing(draft, named, isSpot);
  const framework = named ?? all?.find(({ id }) => id === sizing?.framework);
  const creating = useMutation({
    mutationFn: () => unwrap(api.POST('/v1/endpoints', { body: wishOf(draft) })),
    onSuccess: (made) => {
      sessionStorage.removeItem(KEPT);
      if ('id' in made) void navigate({ to: `/endpoints/${made.id}` });
    },
  });
  const form = useMemo(
    (): Form => ({
      draft,
      setDraft,
      problems: problemsOf(preview, creating.error),
      warnings: preview?.warnings ?? [],
      isShown: (pointer) => isSent || touched.has(pointer),
      touch: (pointer) => setTouched((now) => (now.has(pointer) ? now : new Set([...now, pointer]))),
    }),
    [draft, preview, creating.error, isSent, touched],
  );
  return (
    <Page
      title="Create an endpoint"
      about="What you leave empty, the platform decides, and says what it decided."
    >
      <FormContext value={form}>
        <div className="create">
          <Stack component="form" onSubmit={(event) => event.preventDefault()}>
            <Part title="1. Model or image">
              <TextField
                pointer="/name"
                label="Name"
                placeholder="chat"
                help="Unique in its project; callers may use it as the model’s name. It stays."
                required
              />
              <What framework={framework} />
              <TextField pointer="/description" label="Description" lines={1} />
            </Part>
            <Part title="2. Hardware">
              <HardwareTiles sizing={sizing} error={unsized} isSpot={isSpot} setSpot={setSpot} />
            </Part>
            <Part title="3. Scaling">
              <Scaling framework={framework} />
            </Part>
            <Part title="4. Access">
              <Access />
            </Part>
            <Accordion variant="contained" multiple order={2} keepMounted={false}>
              <Accordion.Item value="arguments">
                <Accordion.Control>Arguments of {framework?.title ?? 'the framework'}</Accordion.Control>
                <Accordion.Panel>
                  <EngineArguments framework={framework} />
                </Accordion.Panel>
              </Accordion.Item>
              <Accordion.Item value="advanced">
                <Accordion.Control>
                  Advanced: environment, secrets, placement, asynchronous calls …
                </Accordion.Control>
                <Accordion.Panel>
                  <Advanced framework={framework} />
                </Accordion.Panel>
              </Accordion.Item>
            </Accordion>
          </Stack>
          <Rail
            draft={draft}
            preview={preview}
            isSettling={isSettling}
            error={error}
            failed={creating.error}
            isCreating={creating.isPending}
            onCreate={() => {
              setSent(true);
              creating.mutate();
            }}
            onClear={() => {
              sessionStorage.removeItem(KEPT);
              onClear();
            }}
          />
        </div>
      </FormContext>
    </Page>
  );
};

const Part = ({ title, children }: Readonly<{ title: string; children: ReactNode }>) => (
  <Paper withBorder p="md" component="section">
    <Stack>
      <Title order={2} size="h4">
        {title}
      </Title>
      {children}
    </Stack>
  </Paper>
);

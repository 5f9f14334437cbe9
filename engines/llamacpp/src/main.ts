import { Engine } from './engine.ts';
import { parseFlags, type Flags } from './flags.ts';
import { loadLanguageModel } from './language-model.ts';
import { createEngineServer, type EngineState } from './server.ts';

const NAME = 'engine-llamacpp';

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const leave = (code: number, sentence: string): never => {
  process.stderr.write(`${NAME}: ${sentence}\n`);
  process.exit(code);
};

const load = async (flags: Flags): Promise<Engine> => {
  const library = await import('node-llama-cpp').catch((error: unknown) =>
    leave(
      1,
      `the optional package node-llama-cpp cannot be loaded (${reasonOf(error).split('\n', 1)[0] ?? ''}): ` +
        'install it with "npm install --include=optional", or choose another framework',
    ),
  );
  const model = await loadLanguageModel(flags, library).catch((error: unknown) =>
    leave(1, `cannot load the model ${flags.modelPath}: ${reasonOf(error)}`),
  );
  return new Engine(model, flags.queueLimit);
};

const serve = async (flags: Flags): Promise<void> => {
  const state: EngineState = { engine: null, stopping: false, alias: flags.alias };
  const server = createEngineServer(state);
  server.once('error', (error) => leave(1, `cannot listen on ${flags.host}:${flags.port}: ${error.message}`));
  const stop = (): void => {
    if (state.stopping) return;
    state.stopping = true;
    server.close(() => process.exit(0));
    server.closeIdleConnections();
    setTimeout(() => process.exit(0), flags.shutdownTimeoutMs).unref();
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  await new Promise<void>((resolve) => server.listen(flags.port, flags.host, resolve));
  const address = server.address();
  const port = typeof address === 'object' ? (address?.port ?? flags.port) : flags.port;
  process.stdout.write(`${NAME} listening on ${flags.host}:${port}\n`);
  state.engine = await load(flags);
  const { name, slotTokens } = state.engine.model;
  process.stdout.write(
    `${NAME} ready start_ms=${Math.round(performance.now())} model="${name}" ` +
      `slots=${flags.parallel} slot_tokens=${slotTokens}\n`,
  );
};

const parsed = parseFlags(process.argv.slice(2));
if ('problem' in parsed) leave(2, parsed.problem);
else if (!parsed.flags.checkOnly) await serve(parsed.flags);

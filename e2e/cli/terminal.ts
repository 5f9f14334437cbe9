import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../../cli/bin/tidegate.mjs', import.meta.url));

export type Ended = Readonly<{ code: number | null; out: string; err: string }>;
type Given = Readonly<{ input?: string; environment?: Readonly<Record<string, string>> }>;

/** The program as people install it, in a home of its own, and what was asked of it. */
export class Terminal {
  readonly home: string;
  /** Every line that was run: its words up to the first option. */
  readonly ran = new Set<string>();
  readonly #environment: Readonly<Record<string, string>>;

  private constructor(home: string, environment: Readonly<Record<string, string>>) {
    this.home = home;
    this.#environment = environment;
  }

  static async open(url: string, token: string): Promise<Terminal> {
    const home = await mkdtemp(join(tmpdir(), 'tidegate-cli-e2e-'));
    return new Terminal(home, {
      PATH: process.env['PATH'] ?? '',
      ...{ HOME: home, XDG_CONFIG_HOME: home, TIDEGATE_HOME: join(home, 'none') },
      ...{ TIDEGATE_URL: url, TIDEGATE_TOKEN: token, NO_COLOR: '1' },
    });
  }

  async file(name: string, text: string): Promise<string> {
    const path = join(this.home, name);
    await writeFile(path, text);
    return path;
  }

  run(words: readonly string[], { input, environment }: Given = {}): Promise<Ended> {
    const { child, ended } = this.#started(words, environment);
    child.stdin.end(input ?? '');
    return ended;
  }

  /** Ends it as a person does, once it has said something, or after a while. */
  async interrupted(words: readonly string[], afterMs: number): Promise<Ended> {
    const { child, ended } = this.#started(words, {});
    const timer = setTimeout(() => child.kill('SIGINT'), afterMs);
    try {
      return await ended;
    } finally {
      clearTimeout(timer);
    }
  }

  #started(words: readonly string[], environment: Readonly<Record<string, string>> = {}) {
    this.ran.add(words.slice(0, 2).join(' '));
    const env = { ...this.#environment, ...environment };
    const child = spawn(process.execPath, [PROGRAM, ...words], { env, stdio: ['pipe', 'pipe', 'pipe'] });
    let [out, err] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
    child.stdin.on('error', () => undefined);
    const ended = new Promise<Ended>((resolve) => child.once('close', (code) => resolve({ code, out, err })));
    return { child, ended };
  }

  close(): Promise<void> {
    return rm(this.home, { recursive: true, force: true });
  }
}

/** The commands that a help lists, without their other names. */
export const commandsIn = (help: string): string[] => {
  const found: string[] = [];
  let isCommands = false;
  for (const line of help.split('\n')) {
    if (/^\S.*:$/.test(line)) isCommands = !/^(Options|Arguments|Where)/.test(line);
    const [, name] = /^ {2}([a-z][a-z-]*)(?:[| ]|$)/.exec(line) ?? [];
    if (isCommands && name !== undefined) found.push(name);
  }
  return found;
};

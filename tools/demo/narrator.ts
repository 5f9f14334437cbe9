type Out = Readonly<{ write: (text: string) => unknown; isTTY?: boolean }>;
type Environment = Readonly<Record<string, string | undefined>>;

/** Says what goes on, line by line, each with the seconds since the beginning. */
export class Narrator {
  readonly #out: Out;
  readonly #isColoured: boolean;
  #startedAt = performance.now();

  constructor(out: Out, environment: Environment) {
    this.#out = out;
    const forced = environment['FORCE_COLOR'];
    this.#isColoured = !environment['NO_COLOR'] && (forced ? forced !== '0' : out.isTTY === true);
  }

  /** The clock starts when there is a platform. */
  begin(): void {
    this.#startedAt = performance.now();
  }

  /** The next part of the story. */
  part(title: string): void {
    this.#out.write(`\n${this.#styled(1, title)}\n`);
  }

  say(text: string): void {
    const seconds = ((performance.now() - this.#startedAt) / 1000).toFixed(1);
    this.#out.write(`${this.#styled(2, `${seconds.padStart(6)} s`)}  ${text}\n`);
  }

  good(text: string): void {
    this.say(`${this.#styled(32, '✓')} ${text}`);
  }

  /** What belongs to the line above. */
  aside(text: string): void {
    this.#out.write(`          ${this.#styled(2, text)}\n`);
  }

  command(text: string): void {
    this.#out.write(`          ${this.#styled(36, `$ ${text}`)}\n`);
  }

  #styled(code: number, text: string): string {
    return this.#isColoured ? `\u001b[${code}m${text}\u001b[0m` : text;
  }
}

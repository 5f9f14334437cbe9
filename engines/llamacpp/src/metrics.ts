/** What llama.cpp's own server exposes, under its names. */
export class Metrics {
  private promptTokens = 0;
  private promptSeconds = 0;
  private generatedTokens = 0;
  private generatedSeconds = 0;

  evaluated(tokens: number, seconds: number): void {
    this.promptTokens += tokens;
    this.promptSeconds += seconds;
  }

  generated(tokens: number, seconds: number): void {
    this.generatedTokens += tokens;
    this.generatedSeconds += seconds;
  }

  /** Prometheus text. `processing` and `deferred` are the requests in a slot and in the queue right now. */
  text({ processing, deferred }: { processing: number; deferred: number }): string {
    const rate = (tokens: number, seconds: number): number => (seconds === 0 ? 0 : tokens / seconds);
    const rows: [name: string, kind: 'counter' | 'gauge', help: string, value: number][] = [
      ['prompt_tokens_total', 'counter', 'Prompt tokens processed.', this.promptTokens],
      ['prompt_seconds_total', 'counter', 'Seconds spent on prompts.', this.promptSeconds],
      ['tokens_predicted_total', 'counter', 'Tokens generated.', this.generatedTokens],
      ['tokens_predicted_seconds_total', 'counter', 'Seconds spent generating.', this.generatedSeconds],
      [
        'prompt_tokens_seconds',
        'gauge',
        'Mean prompt tokens a second.',
        rate(this.promptTokens, this.promptSeconds),
      ],
      [
        'predicted_tokens_seconds',
        'gauge',
        'Mean generated tokens a second.',
        rate(this.generatedTokens, this.generatedSeconds),
      ],
      ['requests_processing', 'gauge', 'Requests in a slot.', processing],
      ['requests_deferred', 'gauge', 'Requests waiting for a slot.', deferred],
    ];
    return rows
      .map(([name, kind, help, value]) =>
        [
          `# HELP llamacpp:${name} ${help}`,
          `# TYPE llamacpp:${name} ${kind}`,
          `llamacpp:${name} ${value}\n`,
        ].join('\n'),
      )
      .join('');
  }
}

import { describe, expect, it } from '@jest/globals';
import { base64OfVector, chatSurface, completionSurface, usageOf } from './answers.ts';
import { Metrics } from './metrics.ts';

const header = { id: 'x-1', created: 7, model: 'tiny' };

describe('a vector in base64', () => {
  it('is little-endian 32-bit floats', () => {
    const bytes = Buffer.from(base64OfVector([1, -0.5]), 'base64');
    expect([bytes.readFloatLE(0), bytes.readFloatLE(4), bytes.length]).toEqual([1, -0.5, 8]);
  });
});

describe('the chat surface', () => {
  it('opens a stream with the role and ends it with the reason', () => {
    expect(chatSurface.opening(header)).toMatchObject({
      object: 'chat.completion.chunk',
      choices: [{ delta: { role: 'assistant', content: '' }, finish_reason: null }],
    });
    expect(chatSurface.closing(header, 0, 'length')).toMatchObject({
      choices: [{ delta: {}, finish_reason: 'length' }],
    });
  });

  it('sums the usage', () => {
    const whole = chatSurface.whole(header, [{ text: 'hi', reason: 'stop' }], usageOf(3, 2));
    expect(whole).toMatchObject({
      id: 'x-1',
      object: 'chat.completion',
      choices: [{ index: 0, message: { role: 'assistant', content: 'hi' } }],
      usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 },
    });
  });
});

describe('the completion surface', () => {
  it('numbers its choices and has no opening', () => {
    expect(completionSurface.opening(header)).toBeNull();
    expect(completionSurface.piece(header, 1, 'a')).toMatchObject({ choices: [{ index: 1, text: 'a' }] });
  });
});

describe('the metrics', () => {
  it('carry the names of llama.cpp, with rates over all the work so far', () => {
    const metrics = new Metrics();
    metrics.evaluated(100, 0.5);
    metrics.generated(30, 2);
    const text = metrics.text({ processing: 1, deferred: 2 });
    expect(text.split('\n').filter((line) => line.startsWith('llamacpp:'))).toEqual([
      'llamacpp:prompt_tokens_total 100',
      'llamacpp:prompt_seconds_total 0.5',
      'llamacpp:tokens_predicted_total 30',
      'llamacpp:tokens_predicted_seconds_total 2',
      'llamacpp:prompt_tokens_seconds 200',
      'llamacpp:predicted_tokens_seconds 15',
      'llamacpp:requests_processing 1',
      'llamacpp:requests_deferred 2',
    ]);
  });
});

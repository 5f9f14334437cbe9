import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Platform } from '../platform.ts';

export type Gauges = Readonly<{ inFlight: number; waiting: number }>;

const numberIn = (text: string, name: string): number => {
  const found = new RegExp(`^${name}(?:\\{[^}]*\\})? ([\\d.e+]+)`, 'm').exec(text)?.[1];
  if (found === undefined) throw new Error(`${name} is not among the metrics`);
  return Number(found);
};

/** What the gateway has at replicas and in its queues, in its own words. */
export const gaugesOf = async (platform: Platform): Promise<Gauges> => {
  const file = await readFile(join(platform.home, 'run/ports.json'), 'utf8');
  const { gateway } = JSON.parse(file) as Record<string, number>;
  const text = await fetch(`http://127.0.0.1:${String(gateway)}/metrics`).then((answer) => answer.text());
  return {
    inFlight: numberIn(text, 'tidegate_gateway_in_flight'),
    waiting: numberIn(text, 'tidegate_gateway_waiting'),
  };
};

/** Requests that the one replica of an endpoint has, in the words of its engine. */
export const engineHas = async (platform: Platform, endpointId: string): Promise<number> => {
  const { status, body } = await platform.ask<{ text: string }>('GET', `/api/d/${endpointId}/metrics`);
  if (status !== 200) throw new Error(`the engine’s metrics: ${String(status)}`);
  return numberIn(body.text, 'vllm:num_requests_running') + numberIn(body.text, 'vllm:num_requests_waiting');
};

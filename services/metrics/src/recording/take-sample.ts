import type { EventNamed } from '@tidegate/contracts';
import { RUNTIME_PREFIX } from '@tidegate/contracts';
import { FRAMEWORKS } from '@tidegate/frameworks';
import { Growth } from '../numbers/growth.ts';
import { type Across, Together } from '../numbers/together.ts';
import type { OpenSteps } from './open-steps.ts';
import { type Series, endpointSeries, keyOf, replicaSeries } from './series.ts';

type Sampled = EventNamed<'MetricSampled'>['data'];
type Meaning = Readonly<{ name: string; across: Across; of: (told: number) => number }>;

const percent = (told: number): number => told / 100;
const same = (told: number): number => told;
const MEGABYTE = 1e6;

/** What is measured around a replica, under our names and in our units. */
const OF_NODE: Readonly<Record<string, Meaning>> = {
  GPUUtilization: { name: 'gpu_utilization_ratio', across: 'average', of: percent },
  GPUMemoryUtilization: { name: 'gpu_memory_ratio', across: 'average', of: percent },
  GPUMemoryUsed: { name: 'gpu_memory_bytes', across: 'sum', of: (told) => told * MEGABYTE },
  CPUUtilization: { name: 'cpu_ratio', across: 'average', of: percent },
  MemoryUtilization: { name: 'memory_ratio', across: 'average', of: percent },
  DiskUtilization: { name: 'disk_ratio', across: 'average', of: percent },
  memory_bytes: { name: 'memory_bytes', across: 'sum', of: same },
};

/** What runtimes tell of themselves, under the catalogue’s present name. Histograms are left to whoever scrapes the engine. */
const OF_RUNTIMES: ReadonlyMap<string, Readonly<{ name: string; across: Across; grows: boolean }>> = new Map(
  FRAMEWORKS.flatMap(({ metrics }) =>
    metrics
      .filter(({ kind, source }) => kind !== 'histogram' && source === 'engine')
      .flatMap(({ name, aliases, kind, aggregation }) =>
        [name, ...aliases].map(
          (each) =>
            [
              each,
              { name: `${RUNTIME_PREFIX}${name}`, across: aggregation, grows: kind === 'counter' },
            ] as const,
        ),
      ),
  ),
);

/** Who does not tell any more is forgotten after so long. */
const FORGOTTEN_US = 120_000_000;

/** Takes what gateways and agents sample: of each series what several of them say together. */
export class TakeSample {
  readonly #growth = new Growth();
  readonly #together = new Map<string, Together>();

  constructor(
    private readonly steps: OpenSteps,
    /** Replicas of an endpoint that are ready. */
    private readonly readyOf: (endpointId: string) => readonly string[],
  ) {}

  /** @param nowUs nothing was sampled later, whatever clock says so */
  take(sampled: Sampled, nowUs: number): void {
    const atUs = Math.min(sampled.sampledAtUs, nowUs);
    if (sampled.replicaId === null) this.#ofGateway(sampled, atUs);
    else this.#ofReplica(sampled, sampled.replicaId, atUs);
  }

  forgetBefore(us: number): void {
    this.#growth.forgetBefore(us - FORGOTTEN_US);
    for (const [key, together] of this.#together)
      if (!together.isFresh(us - FORGOTTEN_US)) this.#together.delete(key);
  }

  #ofGateway({ endpointId, source, metrics, replicasInFlight }: Sampled, atUs: number): void {
    const { in_flight: inFlight, waiting } = metrics;
    if (inFlight === undefined) return;
    const series = endpointSeries(endpointId);
    const say = { source, atUs, across: 'sum' } as const;
    this.#say(series, 'in_flight', inFlight, say);
    this.#say(series, 'queue_depth', waiting ?? 0, say);
    const ready = this.readyOf(endpointId);
    // Only of several replicas it is told which one has how many.
    for (const replicaId of ready) {
      const own = ready.length === 1 && !replicasInFlight ? inFlight : (replicasInFlight?.[replicaId] ?? 0);
      this.#say(replicaSeries(endpointId, replicaId), 'in_flight', own, say);
    }
  }

  #ofReplica({ endpointId, metrics }: Sampled, replicaId: string, atUs: number): void {
    const told = (name: string, value: number | null, across: Across): void => {
      if (value === null) return;
      this.steps.see(replicaSeries(endpointId, replicaId), atUs, name, value);
      this.#say(endpointSeries(endpointId), name, value, { source: replicaId, atUs, across });
    };
    const grown = (name: string, total: number): number | null =>
      this.#growth.perSecond(`${replicaId}/${name}`, total, atUs);
    for (const [name, value] of Object.entries(metrics)) {
      const ofNode = Object.hasOwn(OF_NODE, name) ? OF_NODE[name] : undefined;
      const ofRuntime = OF_RUNTIMES.get(name);
      if (name === 'cpu_seconds_total') told('cpu_cores', grown(name, value), 'sum');
      else if (ofNode) told(ofNode.name, ofNode.of(value), ofNode.across);
      else if (ofRuntime)
        told(ofRuntime.name, ofRuntime.grows ? grown(name, value) : value, ofRuntime.across);
    }
  }

  #say(
    series: Series,
    name: string,
    value: number,
    { source, atUs, across }: Readonly<{ source: string; atUs: number; across: Across }>,
  ): void {
    const key = `${keyOf(series)}/${name}`;
    let together = this.#together.get(key);
    if (!together) this.#together.set(key, (together = new Together()));
    this.steps.see(series, atUs, name, together.say(source, { value, atUs }, across));
  }
}

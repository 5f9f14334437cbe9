import type { SecureContext } from 'node:tls';
import { Logger } from '@nestjs/common';
import { metrics } from '@opentelemetry/api';
import { BoundedMap } from '../routing/bounded-map.ts';
import { daysLeft, type Expiry, expiryOf } from './expiry.ts';
import { contextOf, type Pair } from './pair.gateway.ts';
import { pairsIn, readPair, stampOf } from './pair-files.gateway.ts';
import type { PairFiles } from './pem.ts';
import { heldFor } from './server-names.ts';

export type CertificateSources = Readonly<{
  /** For hosts that no other pair names. */
  standard: PairFiles | undefined;
  folder: string | undefined;
  everyMs: number;
}>;

/** What a place (a subfolder, or the standard pair) was found to hold. A pair stays when its successor is of no use. */
type Place = { stamp: string; problem: string; pair: Pair | undefined };

const STANDARD = 'the standard pair';
/** Of the contexts made of pairs so many are kept; others are made again when they are asked for. */
const CONTEXTS = 1000;

/**
 * The certificates, from files. Files are looked at again and again: watching them misses changes on many file systems. A
 * connection keeps what it began with.
 */
export class Certificates {
  /** Called with each pair that is served from now on to clients that name no host. */
  standardTaken: (pair: Pair) => void = () => undefined;
  readonly #log = new Logger('certificates');
  readonly #contexts = new BoundedMap<Pair, SecureContext>(CONTEXTS);
  readonly #warned = new WeakMap<Pair, Expiry>();
  readonly #places = new Map<string, Place>();
  #byHost: ReadonlyMap<string, Pair> = new Map();
  #folderProblem = '';
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;
  #lookAgain = false;
  #stopped = false;

  constructor(private readonly sources: CertificateSources) {
    metrics
      .getMeter('tidegate')
      .createObservableGauge('tidegate_gateway_certificate_expires_timestamp_seconds', {
        description: 'When a certificate expires, by the place it was read from.',
      })
      .addCallback((result) => {
        for (const [place, { pair }] of this.#places)
          if (pair) result.observe(pair.expiresAtMs / 1000, { place });
      });
  }

  /** The pair of a place, by the name of its subfolder; undefined when there is none of use. */
  at(place: string): Pair | undefined {
    return this.#places.get(place)?.pair;
  }

  /** For a connection that asks for this host; undefined when no pair is for it and there is no standard one. */
  contextFor(serverName: string): SecureContext | undefined {
    const pair = heldFor(this.#byHost, serverName) ?? this.#places.get(STANDARD)?.pair;
    if (!pair) return undefined;
    const known = this.#contexts.get(pair);
    if (known) return known;
    const context = contextOf(pair);
    this.#contexts.set(pair, context);
    return context;
  }

  /** Resolves when everything was read once. From then on changes are found by themselves, and at once on SIGHUP. */
  async open(): Promise<void> {
    await this.look();
    this.#schedule();
    process.on('SIGHUP', this.#asked);
  }

  async close(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    process.off('SIGHUP', this.#asked);
    await this.#looking;
  }

  /** Looks at the files now, after the look that is under way if there is one. */
  async look(): Promise<void> {
    if (this.#looking) this.#lookAgain = true;
    this.#looking ??= this.#lookAround().finally(() => {
      this.#looking = undefined;
    });
    await this.#looking;
  }

  readonly #asked = (): void => {
    void this.look();
  };

  #schedule(): void {
    if (this.#stopped) return;
    this.#timer = setTimeout(() => {
      void this.look().then(() => {
        this.#schedule();
      });
    }, this.sources.everyMs);
    this.#timer.unref();
  }

  async #lookAround(): Promise<void> {
    do {
      this.#lookAgain = false;
      const { standard } = this.sources;
      const inFolder = await this.#inFolder();
      if (standard) await this.#lookAt(STANDARD, standard);
      for (const [name, files] of inFolder ?? []) await this.#lookAt(name, files);
      if (inFolder) this.#forgetAllBut(inFolder);
      this.#arrange();
      // Set meanwhile by who asks for another look.
    } while (this.#wantsMore());
  }

  #forgetAllBut(names: ReadonlyMap<string, unknown>): void {
    for (const name of this.#places.keys())
      if (name !== STANDARD && !names.has(name)) this.#places.delete(name);
  }

  #wantsMore(): boolean {
    return this.#lookAgain && !this.#stopped;
  }

  /** Undefined when the folder cannot be read: then what is held of it stays. */
  async #inFolder(): Promise<Map<string, PairFiles> | undefined> {
    const { folder } = this.sources;
    if (folder === undefined) return new Map();
    try {
      const pairs = await pairsIn(folder);
      this.#folderProblem = '';
      return pairs;
    } catch (error) {
      const problem = (error as Error).message;
      if (problem !== this.#folderProblem)
        this.#log.warn({ event: 'certificates.folder_unreadable', error: problem }, problem);
      this.#folderProblem = problem;
      return undefined;
    }
  }

  async #lookAt(name: string, files: PairFiles): Promise<void> {
    const place = this.#places.get(name) ?? { stamp: '', problem: '', pair: undefined };
    this.#places.set(name, place);
    try {
      const stamp = await stampOf(files);
      if (stamp === place.stamp) {
        place.problem = '';
        return;
      }
      const pair = await readPair(files);
      // Changed while it was read: the next look sees the whole of it.
      if ((await stampOf(files)) !== stamp) return;
      Object.assign(place, { stamp, problem: '', pair });
      this.#taken(name, pair);
    } catch (error) {
      this.#notTaken(name, place, (error as Error).message);
    }
  }

  #taken(place: string, pair: Pair): void {
    const { hosts, expiresAtMs } = pair;
    if (place === STANDARD) this.standardTaken(pair);
    const expiresAt = new Date(expiresAtMs).toISOString();
    const text = `${place}: a certificate for ${hosts.join(', ') || 'no host'}, until ${expiresAt}`;
    this.#log.log({ event: 'certificate.taken', place, hosts, expiresAt }, text);
  }

  /** Half of a pair may have been written so far: it is read again until it is whole, and spoken of once. */
  #notTaken(name: string, place: Place, problem: string): void {
    if (problem === place.problem) return;
    place.problem = problem;
    const rest = place.pair ? 'the one before stays' : 'there is none for it';
    this.#log.warn({ event: 'certificate.not_taken', place: name, problem }, `${name}: ${problem}; ${rest}`);
  }

  /** Of several pairs for one host the one that lasts longest is served. */
  #arrange(): void {
    const byHost = new Map<string, Pair>();
    const nowMs = Date.now();
    for (const [name, { pair }] of this.#places) {
      if (!pair) continue;
      this.#warn(name, pair, nowMs);
      if (name === STANDARD) continue;
      for (const host of pair.hosts)
        if ((byHost.get(host)?.expiresAtMs ?? 0) < pair.expiresAtMs) byHost.set(host, pair);
    }
    this.#byHost = byHost;
  }

  #warn(place: string, pair: Pair, nowMs: number): void {
    const expiry = expiryOf(pair.expiresAtMs, nowMs);
    if (expiry === 'far' || this.#warned.get(pair) === expiry) return;
    this.#warned.set(pair, expiry);
    const days = daysLeft(pair.expiresAtMs, nowMs);
    const text = expiry === 'past' ? 'has expired' : `expires in ${String(days)} days and was not renewed`;
    this.#log.warn({ event: 'certificate.expires', place, days }, `${place}: the certificate ${text}`);
  }
}

import { LogTail } from '@tidegate/backing-services';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { gather, type ServerFacts } from './facts.ts';
import { greet, type Ready } from './greet.ts';
import { type Home, openHome, wipeHome } from './home.ts';
import { endLeftovers, recordPid } from './leftovers.ts';
import { lockHome } from './lock.ts';
import { LogFile } from './log-file.ts';
import type { Options } from './options.ts';
import { untilReady } from './ready.ts';
import { natsUnit, postgresUnit } from './server-units.ts';
import {
  environmentOf,
  type Facts,
  inheritedBy,
  nodeOptionsOf,
  type Service,
  SERVICES,
} from './service-environment.ts';
import { serviceUnit } from './service-unit.ts';
import { Supervised, type Unit } from './supervised.ts';
import { writeTargets } from './scrape-targets.ts';
import { ensureTinyModel } from './tiny-model.ts';

const READY_WITHIN_MS = 120_000;
/** The agent stops its replicas and reports them; the others only finish what they do. */
const STOP_WITHIN_MS = { agent: 15_000, others: 10_000 };

export type LaunchSettings = Options &
  Readonly<{
    /** The repository's root. */
    root: string;
    say: (line: string) => void;
    /** What follows `node` on a service's command line; its built program when left out. */
    words?: (service: Service) => readonly string[];
  }>;

/** Brings the whole platform up on this machine, keeps it up, and takes it down. */
export class Launch {
  private readonly settings: LaunchSettings;
  private readonly stopping = new AbortController();
  private readonly kept = new Map<string, Supervised>();
  private readonly logs: LogFile[] = [];
  private readonly beganAt = performance.now();
  private starting: Promise<Ready> | undefined;
  private stopped: Promise<void> | undefined;
  private release: () => Promise<void> = () => Promise.resolve();

  constructor(settings: LaunchSettings) {
    this.settings = settings;
  }

  /** Resolves when every service is ready. What was started is stopped again when it fails. */
  start(): Promise<Ready> {
    this.starting ??= this.bringUp().catch(async (error: unknown) => {
      await this.takeDown();
      throw error;
    });
    return this.starting;
  }

  /** Agent, services, nats-server, Postgres, in this order; the data stays. May be called at any time. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.all([this.takeDown(), this.starting?.catch(() => undefined)]);
  }

  /** Ends the services without asking; the servers' guards end those when this process is gone. */
  kill(): void {
    this.stopping.abort();
    for (const supervised of this.kept.values()) supervised.kill();
  }

  /** Of what runs now, by name. */
  get pids(): Record<string, number> {
    const running = [...this.kept].flatMap(([name, { pid }]) =>
      pid === undefined ? [] : [[name, pid] as const],
    );
    return Object.fromEntries(running);
  }

  private async bringUp(): Promise<Ready> {
    const { settings } = this;
    await this.requireBuilt();
    const home = await openHome(settings.home);
    this.release = await lockHome(home.run);
    await endLeftovers(home.run, settings.say);
    if (settings.fresh) await this.wipe(home);
    const facts = await gather(settings, home);
    const model = settings.sample ? ensureTinyModel(home.models) : Promise.resolve();
    model.catch(() => undefined);
    await this.startServers(home, facts);
    await writeTargets(home.folder, facts.ports);
    await this.startServices(home, facts);
    return greet({
      home,
      facts,
      model: settings.sample ? model : undefined,
      signal: this.stopping.signal,
      say: settings.say,
      progress: (name, what) => this.progress(name, what),
    });
  }

  private async requireBuilt(): Promise<void> {
    if (this.settings.words) return;
    for (const service of SERVICES)
      await access(this.programOf(service)).catch(() => {
        throw new Error(`services/${service} is not built: run npm run build`);
      });
  }

  private async wipe(home: Home): Promise<void> {
    await wipeHome(home);
    this.progress('data', `wiped ${home.folder}`);
    for (const name of ['DATABASE_URL', 'NATS_URL'] as const)
      if (this.settings[name === 'DATABASE_URL' ? 'databaseUrl' : 'natsUrl'] !== undefined)
        this.settings.say(`${name} names a server of your own: what is on it was not wiped`);
  }

  private async startServers(home: Home, facts: ServerFacts): Promise<void> {
    const { say, databaseUrl, natsUrl } = this.settings;
    const { postgresPort, postgresPassword, natsPort, natsToken } = facts;
    const postgres = async (): Promise<void> => {
      const log = this.logFile(home, 'postgres');
      await this.keep(home, postgresUnit({ home, port: postgresPort, password: postgresPassword, log }));
      this.progress('postgres', `127.0.0.1:${postgresPort}`);
    };
    const nats = async (): Promise<void> => {
      const log = this.logFile(home, 'nats');
      await this.keep(home, natsUnit({ home, port: natsPort, token: natsToken, log, say }));
      this.progress('nats', `127.0.0.1:${natsPort}`);
    };
    await Promise.all([
      databaseUrl === undefined ? postgres() : undefined,
      natsUrl === undefined ? nats() : undefined,
    ]);
  }

  private async startServices(home: Home, facts: Facts): Promise<void> {
    const deadline = performance.now() + READY_WITHIN_MS;
    const one = async (service: Service): Promise<void> => {
      const log = this.logFile(home, service);
      const output = new LogTail((line) => {
        log.writeLine(line);
      });
      const unit = serviceUnit({
        name: service,
        words: this.settings.words?.(service) ?? [...nodeOptionsOf(service), this.programOf(service)],
        folder: this.settings.root,
        environment: { ...inheritedBy(service, process.env), ...environmentOf(service, facts) },
        stopWithinMs: service === 'agent' ? STOP_WITHIN_MS.agent : STOP_WITHIN_MS.others,
        output,
      });
      await this.keep(home, unit);
      const port = facts.ports[service];
      if (await untilReady({ port, deadline, signal: this.stopping.signal }))
        this.progress(service, `127.0.0.1:${port}`);
      else throw new Error(`${service} is not ready; its last lines:${output.toString()}`);
    };
    await Promise.all(SERVICES.map(one));
  }

  private programOf(service: Service): string {
    return join(this.settings.root, 'services', service, 'dist', 'main.js');
  }

  private logFile(home: Home, name: string): LogFile {
    const log = new LogFile(join(home.logs, `${name}.log`));
    this.logs.push(log);
    return log;
  }

  private async keep(home: Home, unit: Unit): Promise<void> {
    this.stopping.signal.throwIfAborted();
    const supervised = new Supervised(unit, {
      say: this.settings.say,
      onPid: (name, pid) => recordPid(home.run, name, pid),
    });
    this.kept.set(unit.name, supervised);
    await supervised.start();
  }

  private progress(name: string, what: string): void {
    const seconds = ((performance.now() - this.beganAt) / 1000).toFixed(1);
    this.settings.say(`  ${name.padEnd(10)} ${seconds.padStart(5)} s   ${what}`);
  }

  private takeDown(): Promise<void> {
    this.stopping.abort();
    this.stopped ??= this.stopInOrder();
    return this.stopped;
  }

  private async stopInOrder(): Promise<void> {
    const services = SERVICES.filter((name) => name !== 'agent');
    for (const together of [['agent'], services, ['nats'], ['postgres']]) {
      const running = together.flatMap((name) => this.kept.get(name) ?? []);
      await Promise.all(running.map((supervised) => supervised.stop()));
    }
    for (const log of this.logs) log.close();
    await this.release();
  }
}

import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { metrics } from '@opentelemetry/api';
import { sql } from '@tidegate/eventing';
import { Db, observeRows } from '@tidegate/eventing/nest';
import { Leader } from '../leader.loop.ts';

type Of = { cluster: string; state: string; count: number };
type Gpus = { cluster: string; all: number; held: number };
type Waiting = { cluster: string; seconds: number };

/** States without a replica are told as well: what vanishes cannot be told from what was not seen. */
const REPLICAS = sql`
  select c.cluster, s.state, count(p.id)::int as count
  from pools c
  cross join unnest(array['pending', 'placed', 'starting', 'ready', 'draining', 'asleep']) as s(state)
  left join replicas p on p.cluster = c.cluster and p.state = s.state
  group by c.cluster, s.state`;

const NODES = sql`
  select c.cluster, s.state, count(n.id)::int as count
  from pools c
  cross join unnest(array['ready', 'cordoned', 'draining', 'lost']) as s(state)
  left join nodes n on n.cluster = c.cluster
    and s.state = case when n.state = 'lost' then 'lost' when n.cordon = 'none' then 'ready' else n.cordon end
  group by c.cluster, s.state`;

const GPUS = sql`
  select c.cluster,
    (select coalesce(sum(jsonb_array_length(n.capacity -> 'gpus')), 0)::int from nodes n
     where n.cluster = c.cluster and n.state <> 'lost') as all,
    (select count(distinct (p.node_id, g.index))::int
     from replicas p cross join lateral jsonb_array_elements(p.gpu_indices) as g(index)
     where p.cluster = c.cluster and p.state not in ('pending', 'stopped')) as held
  from pools c`;

const WAITING = sql`
  select c.cluster, coalesce(extract(epoch from clock_timestamp()) - min(p.requested_at_us) / 1e6, 0)::float8 as seconds
  from pools c left join replicas p on p.cluster = c.cluster and p.state = 'pending'
  group by c.cluster`;

/** The pool in numbers, for who runs it. */
@Injectable()
export class PoolGauges implements OnApplicationBootstrap, OnApplicationShutdown {
  #ends: (() => void)[] = [];

  constructor(
    private readonly db: Db,
    private readonly leader: Leader,
  ) {}

  onApplicationBootstrap(): void {
    metrics
      .getMeter('tidegate')
      .createObservableGauge('tidegate_scheduler_leader', {
        description: 'Whether this process does the work of time: 1 or 0.',
      })
      .addCallback((result) => {
        result.observe(this.leader.held ? 1 : 0);
      });
    this.#ends = [this.#counts(), this.#nodes(), this.#gpus(), this.#waiting()];
  }

  onApplicationShutdown(): void {
    for (const end of this.#ends) end();
  }

  #counts(): () => void {
    return observeRows<Of>(this.db, REPLICAS, [
      {
        name: 'tidegate_scheduler_replicas',
        description: 'Replicas that have not stopped, by cluster and state.',
        of: ({ cluster, state, count }) => ({ value: count, labels: { cluster, state } }),
      },
    ]);
  }

  #nodes(): () => void {
    return observeRows<Of>(this.db, NODES, [
      {
        name: 'tidegate_scheduler_nodes',
        description: 'Nodes by cluster and state: ready, cordoned, draining, lost.',
        of: ({ cluster, state, count }) => ({ value: count, labels: { cluster, state } }),
      },
    ]);
  }

  #gpus(): () => void {
    return observeRows<Gpus>(this.db, GPUS, [
      {
        name: 'tidegate_scheduler_gpus',
        description: 'GPUs of nodes that are not lost, by cluster.',
        of: ({ cluster, all }) => ({ value: all, labels: { cluster } }),
      },
      {
        name: 'tidegate_scheduler_gpus_held',
        description: 'GPUs of which replicas hold the whole or a part, by cluster.',
        of: ({ cluster, held }) => ({ value: held, labels: { cluster } }),
      },
    ]);
  }

  #waiting(): () => void {
    return observeRows<Waiting>(this.db, WAITING, [
      {
        name: 'tidegate_scheduler_longest_wait_seconds',
        description: 'How long the replica that waits longest has waited for a place; 0: none waits.',
        of: ({ cluster, seconds }) => ({ value: Math.max(0, seconds), labels: { cluster } }),
      },
    ]);
  }
}

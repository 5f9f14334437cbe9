import { metrics } from '@opentelemetry/api';
import { monitorEventLoopDelay } from 'node:perf_hooks';

const LOOK_MS = 20;
const NS_PER_SECOND = 1e9;

/** The process itself, by the names that every Prometheus knows. */
export const observeProcess = (): void => {
  const meter = metrics.getMeter('tidegate');
  const delay = monitorEventLoopDelay({ resolution: LOOK_MS });
  delay.enable();
  meter
    .createObservableCounter('process_cpu_seconds', { description: 'CPU time that the process has used.' })
    .addCallback((result) => {
      const { user, system } = process.cpuUsage();
      result.observe((user + system) / 1e6);
    });
  meter
    .createObservableGauge('process_resident_memory_bytes', { description: 'Memory of the process.' })
    .addCallback((result) => {
      result.observe(process.memoryUsage.rss());
    });
  meter
    .createObservableGauge('process_start_time_seconds', {
      description: 'When the process began, in seconds of the epoch.',
    })
    .addCallback((result) => {
      result.observe(Math.round(performance.timeOrigin) / 1000);
    });
  meter
    .createObservableGauge('nodejs_eventloop_lag_p99_seconds', {
      description: 'How late timers are, of 99 % of them at most, since the last look.',
    })
    .addCallback((result) => {
      // The timer's own interval is part of what it measures.
      result.observe(Math.max(0, delay.percentile(99) / NS_PER_SECOND - LOOK_MS / 1000));
      delay.reset();
    });
};

import { start } from '@tidegate/bootstrap';
import { config } from './config.ts';
import { MetricsModule } from './metrics.module.ts';

await start({ config, module: MetricsModule });

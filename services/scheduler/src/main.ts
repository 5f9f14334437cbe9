import { start } from '@tidegate/bootstrap';
import { config } from './config.ts';
import { SchedulerModule } from './scheduler.module.ts';

await start({ module: SchedulerModule.with(), config });

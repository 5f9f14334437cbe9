import { start } from '@tidegate/bootstrap';
import { config } from './config.ts';
import { ScalerModule } from './scaler.module.ts';

await start({ module: ScalerModule.with(), config });

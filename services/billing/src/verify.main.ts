import { connectionsOf, runService } from '@tidegate/bootstrap';
import { VerifyModule } from './billing.module.ts';
import { config } from './config.ts';
import { VerifyBill } from './costs/verify-bill.handler.ts';
import { reportOf } from './costs/verification-report.ts';

const problems = config.check();
if (problems.length > 0) {
  process.stderr.write(`${problems.join('\n')}\n`);
  process.exit(2);
}
const service = await runService(
  { connections: connectionsOf(config), module: VerifyModule.whole(), logLevel: 'error' },
  0,
);
const verification = await service.app.get(VerifyBill, { strict: false }).verify();
process.stdout.write(reportOf(verification));
await service.stop();
process.exit(verification.agrees ? 0 : 1);

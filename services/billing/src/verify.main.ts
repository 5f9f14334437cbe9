import { connectionsOf, runService } from '@tidegate/bootstrap';
import { VerifyModule } from './billing.module.ts';
import { billingOptions, config } from './config.ts';
import { VerifyBill } from './costs/verify-bill.handler.ts';
import { reportOf } from './costs/verification-report.ts';
import { ledgerReportOf } from './ledger/findings.ts';
import { VerifyLedger } from './ledger/verify-ledger.handler.ts';
import { wantedIn } from './ledger/wanted.ts';

const wanted = wantedIn(process.argv.slice(2));
const problems = [...config.check(), ...(typeof wanted === 'string' ? [wanted] : [])];
if (problems.length > 0 || typeof wanted === 'string') {
  process.stderr.write(`${problems.join('\n')}\n`);
  process.exit(2);
}
const service = await runService(
  { connections: connectionsOf(config), module: VerifyModule.with(billingOptions), logLevel: 'error' },
  0,
);
const usage = await service.app.get(VerifyBill, { strict: false }).verify();
process.stdout.write(reportOf(usage));
const ledger = await service.app.get(VerifyLedger, { strict: false }).verify(wanted);
process.stdout.write(ledgerReportOf(ledger));
await service.stop();
process.exit(usage.agrees && ledger.agrees ? 0 : 1);

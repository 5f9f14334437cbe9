import type { Resource } from './resource.ts';

const budget: Resource = {
  noun: 'budget',
  plural: 'budgets',
  about: 'what may be spent, what is spent of it, and what becomes of it then',
  columns: [
    'BUDGET=name',
    'ID=id',
    'OF=endpointId',
    'LIMIT=limitNanoUsd|usd',
    'SPENT=spentNanoUsd|usd',
    'OF IT=percent|percent',
    'TELLS AT=thresholdsPercent',
    'STOPS=isHard|yes',
    'AT MOST BEYOND=overshootBoundNanoUsd|usd',
    'STATE=state',
  ],
  alone: 'list',
  verbs: {
    list: {
      operation: 'Budget.all',
      nothing: 'No budgets. Set one: tidegate budget create month --limit-usd 100',
    },
    get: { operation: 'Budget.one', aliases: ['show'] },
    create: {
      operation: 'Budget.create',
      arguments: ['name'],
      options: { endpoint: 'endpointId' },
      names: { endpointId: 'endpointId' },
    },
    update: { operation: 'Budget.change' },
    delete: {
      operation: 'Budget.remove',
      aliases: ['remove'],
      confirm: 'prompt',
      says: '{called} is removed.',
    },
  },
};

const credit: Resource = {
  noun: 'credit',
  plural: 'credits',
  about: 'what is left of a project’s credits and what it owes',
  columns: [
    'CREDIT=id',
    'KIND=kind',
    'GRANTED=amountNanoUsd|usd',
    'LEFT=remainingNanoUsd|usd',
    'SINCE=grantedAt|time',
    'EXPIRES=expiresAt|time',
    'NOTE=note',
  ],
  alone: 'show',
  verbs: {
    list: { operation: 'Credit.all' },
    grant: { operation: 'Credit.grant', arguments: ['kind', 'amountUsd'] },
    balance: { operation: 'Credit.balance' },
  },
};

const invoice: Resource = {
  noun: 'invoice',
  plural: 'invoices',
  about: 'what was billed, line by line, and what each line follows from',
  columns: [
    'INVOICE=invoiceId',
    'MONTH=period',
    'MADE=issuedAt|time',
    'LINES=lines',
    'USAGE=subtotalNanoUsd|usd',
    'CREDIT=creditNanoUsd|usd',
    'ROUNDING=roundingNanoUsd|usd',
    'TO PAY=totalCents|cents',
  ],
  alone: 'show',
  verbs: {
    list: { operation: 'Invoice.all', nothing: 'No invoices yet: the first is made when a month is over.' },
    proof: {
      operation: 'Invoice.proof',
      part: { path: 'items' },
      columns: [
        'OF=sourceId',
        'REPLICA=replicaId',
        'AN HOUR=priceNanoUsdPerHour|usd',
        'COST=amountNanoUsd|usd',
      ],
    },
  },
};

const ledger: Resource = {
  noun: 'ledger',
  plural: 'ledgers',
  about: 'the transactions of a project, each chained to the one before',
  columns: ['N=nth', 'CAUSE=cause', 'AT=at|time', 'ENTRIES=entries|count', 'HASH=hash|short'],
  alone: 'list',
  verbs: { list: { operation: 'Ledger.all' } },
};

const rate: Resource = {
  noun: 'rate',
  plural: 'rates',
  about: 'prices of hardware and add-ons',
  columns: ['OF=sku', 'AN HOUR=priceNanoUsdPerHour|usd', 'FROM=effectiveFrom|time'],
  alone: 'list',
  verbs: {
    list: { operation: 'Rate.all' },
    publish: {
      operation: 'Rate.publish',
      arguments: ['sku', 'priceNanoUsdPerHour'],
      aliases: ['create'],
      confirm: 'prompt',
    },
  },
};

const PLAN = [
  'PROJECT=projectId',
  'FROM=effectiveFrom|time',
  'COMMITTED=plan.committed',
  'PREPAID=plan.mustPrepay|yes',
  'PHASES=plan.phases',
];
const plan: Resource = {
  noun: 'plan',
  plural: 'plans',
  about: 'which part of a second is billed, for every project or for one',
  columns: PLAN,
  alone: 'list',
  verbs: {
    list: { operation: 'Plan.all' },
    publish: { operation: 'Plan.publish', aliases: ['create'], confirm: 'prompt' },
    'list-own': { operation: 'Plan.ofProject' },
    'publish-own': { operation: 'Plan.publishForProject', confirm: 'prompt' },
  },
};

export const MONEY_NOUNS: readonly Resource[] = [budget, credit, invoice, ledger, rate, plan];

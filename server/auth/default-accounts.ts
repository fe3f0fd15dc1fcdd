// The accounts of a database that has none: one for each part in the work, until accounts can be made and log in.
import type { Account } from './roles.ts';

export const DEFAULT_ACCOUNTS: readonly Account[] = [
  { account: 'planung', name: 'Planung', roles: ['planner', 'editor'], clearances: ['block-counts'] },
  { account: 'statistik', name: 'Statistikstelle', roles: ['statistics'], clearances: ['block-counts'] },
  { account: 'dsb', name: 'Datenschutz', roles: ['dpo'], clearances: ['block-counts'] },
  { account: 'admin', name: 'Verwaltung', roles: ['viewer', 'planner', 'editor', 'statistics', 'dpo', 'admin'], clearances: ['block-counts'] },
];

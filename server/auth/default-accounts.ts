// The accounts of the demo: one for each part in the work. Another database gets none by itself.
import type { Account } from './roles.ts';

export const DEFAULT_ACCOUNTS: readonly Account[] = [
  { account: 'planung', name: 'Planung', roles: ['planner', 'editor'], clearances: ['block-counts'] },
  { account: 'fachamt', name: 'Fachamt', roles: ['planner'], clearances: [] },
  { account: 'statistik', name: 'Statistikstelle', roles: ['statistics'], clearances: ['block-counts'] },
  { account: 'dsb', name: 'Datenschutz', roles: ['dpo'], clearances: ['block-counts'] },
  { account: 'admin', name: 'Verwaltung', roles: ['viewer', 'planner', 'editor', 'statistics', 'dpo', 'admin'], clearances: ['block-counts'] },
];

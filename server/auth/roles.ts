// Who may do what: roles of accounts, and what a route asks for.

export const ROLES = ['viewer', 'planner', 'editor', 'statistics', 'dpo', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** Clearance to see counts by block and anything summed from them before it is released. */
export const CLEARANCES = ['block-counts'] as const;
export type Clearance = (typeof CLEARANCES)[number];

export interface Account {
  readonly account: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly clearances: readonly Clearance[];
}

/** Who asks. Without an account a caller is a viewer: released data and outlines only. */
export interface Caller {
  readonly account: string | null;
  readonly roles: readonly Role[];
  readonly clearances: readonly Clearance[];
}

export const VIEWER: Caller = { account: null, roles: ['viewer'], clearances: [] };

/** Everybody who works with drafts and releases, in whatever part. */
export const STAFF: readonly Role[] = ['planner', 'editor', 'statistics', 'dpo', 'admin'];

/** Whether the caller has one of the roles; everybody is a viewer and an admin has every role. */
export function hasRole(caller: Caller, roles: readonly Role[]): boolean {
  return roles.includes('viewer') || caller.roles.includes('admin') || caller.roles.some((role) => roles.includes(role));
}

export function hasClearance(caller: Caller, clearance: Clearance): boolean {
  return caller.clearances.includes(clearance);
}

// Who may do what: roles of accounts, grants of the clearance, and what a route asks for.

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

/** A clearance as it is granted: for one source of statistics, what for and until when. */
export interface ClearanceGrant {
  readonly clearance: Clearance;
  /** `statistic.source`, or '*' for all. */
  readonly source: string;
  readonly purpose: string;
  readonly expiresAt: Date;
}

/** Who asks. Without an account a caller is a viewer: released data and outlines only. */
export interface Caller {
  readonly account: string | null;
  readonly roles: readonly Role[];
  readonly clearances: readonly ClearanceGrant[];
}

export const VIEWER: Caller = { account: null, roles: ['viewer'], clearances: [] };

/** Everybody who works with drafts and releases, in whatever part. */
export const STAFF: readonly Role[] = ['planner', 'editor', 'statistics', 'dpo', 'admin'];

/** Whether the caller has one of the roles; everybody is a viewer and an admin has every role. */
export function hasRole(caller: Caller, roles: readonly Role[]): boolean {
  return roles.includes('viewer') || caller.roles.includes('admin') || caller.roles.some((role) => roles.includes(role));
}

/**
 * The grant under which the caller may see counts of a source now, or null; its purpose belongs into the access log. Source '*' asks
 * for a grant over all sources. No role replaces a grant: an admin without one sees no counts.
 */
export function grantFor(caller: Caller, clearance: Clearance, source: string): ClearanceGrant | null {
  const now = Date.now();
  return caller.clearances.find((grant) => grant.clearance === clearance && (grant.source === '*' || grant.source === source) && grant.expiresAt.getTime() > now) ?? null;
}

/**
 * Whether the caller is cleared for a source; without one, for any source at all, which opens a route but no numbers: whoever shows
 * counts asks again with the source of each statistic.
 */
export function hasClearance(caller: Caller, clearance: Clearance, source?: string): boolean {
  if (source !== undefined) return grantFor(caller, clearance, source) !== null;
  return caller.clearances.some((grant) => grant.clearance === clearance && grant.expiresAt.getTime() > Date.now());
}

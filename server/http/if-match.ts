// If-Match of plans: which version the caller builds on.
import type { IncomingMessage } from 'node:http';
import { problem } from '../problem.ts';

/** For the OpenAPI document. */
export const IF_MATCH_NEEDED = { 'If-Match': { description: 'ETag of the version that the step builds on, e.g. "12"', required: true } };
export const IF_MATCH_TAKEN = { 'If-Match': { description: 'ETag of the version that the step builds on; without it, whatever the plan is now', required: false } };

/**
 * The version in If-Match; null for `*` (any) and, where it may be left out, for none. A tag that is no version of a plan
 * is -1, which no plan is at.
 */
export function ifMatch(request: IncomingMessage, needed: boolean): number | null {
  const header = request.headers['if-match'];
  if (header === undefined) {
    if (needed) throw problem('IF_MATCH_NEEDED', 'send If-Match with the ETag of the plan, so that no other change is overwritten');
    return null;
  }
  if (header.trim() === '*') return null;
  const tag = /^"([\x21\x23-\x7e]*)"$/.exec(header.trim());
  if (tag === null) throw problem('MALFORMED_IF_MATCH', 'accepted: one strong entity tag in double quotes, e.g. "12"');
  return /^\d{1,15}$/.test(tag[1]!) ? Number(tag[1]) : -1;
}

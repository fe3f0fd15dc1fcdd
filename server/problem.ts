// Problems that a request may meet: one table of reason codes, their status and title (RFC 9457).
/** Code -> status and title. The type of a problem is `urn:zuschnitt:problem:<code>`. */
export const PROBLEMS = {
  // What HTTP itself asks for.
  UNKNOWN_PARAMETER: [400, 'A query parameter is not known or not valid'],
  INVALID_BODY: [400, 'The body is not what this route takes'],
  MALFORMED_IF_MATCH: [400, 'If-Match is not an entity tag'],
  INVALID_TOKEN: [401, 'The token is not one that holds'],
  SESSION_ENDED: [401, 'The session has ended'],
  SIGN_IN_FAILED: [401, 'Nobody was signed in'],
  CSRF_TOKEN_NEEDED: [403, 'A change in a session needs its CSRF token'],
  TOO_MANY_TRIES: [429, 'Too many tries to sign in'],
  FOREIGN_HOST: [403, 'The host named by the request is not this server'],
  UNKNOWN_ACCOUNT: [403, 'The account is not known'],
  FORBIDDEN: [403, 'The account has not the role that this needs'],
  CLEARANCE_NEEDED: [403, 'Counts by block need the clearance block-counts'],
  NOT_FOUND: [404, 'There is no such thing'],
  METHOD_NOT_ALLOWED: [405, 'The method is not offered here'],
  VERSION_CONFLICT: [412, 'The plan was changed in the meantime'],
  BODY_TOO_LARGE: [413, 'The body is too large'],
  UNSUPPORTED_MEDIA_TYPE: [415, 'The media type is not taken here'],
  IF_MATCH_NEEDED: [428, 'If-Match with the version of the plan is needed'],
  INTERNAL: [500, 'Something went wrong here'],
  STARTING: [503, 'The server is still starting'],
  BASE_MAP_ADDRESS: [422, 'The address of a base map is not taken'],
  // Plans.
  UNKNOWN_BLOCK: [422, 'The plan has no such block'],
  REPEATED_BLOCK: [422, 'A block is named twice'],
  UNKNOWN_ZONE: [422, 'The plan has no such zone'],
  ZONE_EXISTS: [422, 'The plan has a zone with this code'],
  EMPTY_ZONE_CODE: [422, 'A zone needs a code'],
  NOTHING_TO_MERGE: [422, 'Merging takes at least one other zone'],
  LINE_TOO_SHORT: [422, 'The line has fewer than two different points'],
  LINE_CROSSES_ITSELF: [422, 'The line crosses itself'],
  LINE_OUTSIDE: [422, 'The line runs beside what it is to part'],
  LINE_TOUCHES_NOT_BORDER: [422, 'The line does not reach the common border'],
  ENTERS_TWICE: [422, 'The line enters the block more than once'],
  TOO_SMALL: [422, 'A piece of less than a square metre would come out'],
  NOT_NEIGHBOURS: [422, 'The zones have no common border'],
  SPLIT_LEAVES_NOTHING: [422, 'The line leaves a zone without land'],
  BORDER_UNCHANGED: [422, 'The new border is the old one'],
  NOT_CUT: [422, 'The block is whole'],
  SEVERAL_ZONES: [409, 'The fragments are in several zones'],
  CUTS_DO_NOT_FIT: [422, 'Cuts do not fit the blocks'],
  BLOCK_LOCKED: [409, 'A block is locked'],
  UNKNOWN_GEOGRAPHY: [422, 'There is no such geography'],
  UNKNOWN_VERSION: [422, 'The geography has no such version'],
  UNKNOWN_STATISTIC: [422, 'There is no such statistic'],
  UNKNOWN_REFERENCE_DATE: [422, 'There are no counts of this reference date for these blocks'],
  NO_BLOCKS: [422, 'There is no block set to draw on'],
  GEOGRAPHY_EXISTS: [409, 'There is a geography with this code'],
  ZONE_LOCKED: [409, 'The zone is locked'],
  NOT_DRAFT: [409, 'The plan is no draft any more'],
  WRONG_STATE: [409, 'The state does not allow this step'],
  NOTHING_TO_UNDO: [409, 'There is nothing to undo'],
  NOTHING_TO_REDO: [409, 'There is nothing to redo'],
  NO_PARENT: [422, 'There is no upper geography to draw on'],
  UPPER_ON_OTHER_BLOCKS: [409, 'The upper borders lie on other blocks'],
  UPPER_NOT_DRAFT: [409, 'The upper plan is no draft any more'],
  UPPER_CUT_OTHERWISE: [409, 'The upper plan cuts a block along another line'],
  UPPER_MOVED_ON: [409, 'The upper plan was changed since'],
  UPPER_REFUSED: [409, 'The upper plan does not allow the step'],
  FRAGMENTS_OPEN: [409, 'Fragments of blocks cannot take their place on that day'],
  PLAN_OVERTAKEN: [409, 'A plan that goes along was changed meanwhile'],
  BLOCKS_ENDED: [409, 'The blocks of the plan have successors by then'],
  PLAN_GIVES_AWAY: [409, 'Zones of the plan would give a secret number away'],
  SUBMITS_EXHAUSTED: [429, 'The plan was checked often enough for today'],
  UNKNOWN_COMMENT: [422, 'There is no such comment'],
  COMMENTS_EXHAUSTED: [429, 'Too many comments for now'],
  COMMENTS_WAITING: [429, 'Too many comments wait to be read'],
  OPERATION_DOES_NOT_FIT: [422, 'An operation of the list does not fit the plan'],
  NOT_COMPARABLE: [422, 'The two plans have not the same blocks'],
  UNKNOWN_SNAPSHOT: [422, 'The plan has no such named version'],
  VERSION_GONE: [409, 'The version is of blocks that the plan has no more'],
  SNAPSHOT_EXISTS: [409, 'The plan has a version of this name'],
  VALIDITY_OVERLAP: [409, 'The validity overlaps that of another version'],
  // Schools.
  SETTINGS_CHANGED: [409, 'The parameters were changed meanwhile'],
  // Releases.
  SAME_PERSON: [403, 'Who asked for a release may not approve it'],
  UNKNOWN_SOURCE: [422, 'There is no such data source'],
  AUDIT_RUNNING: [409, 'The audit is still running'],
  AUDIT_FAILED: [409, 'The audit failed'],
  AUDIT_FOR_OTHER: [409, 'The audit was made for another version'],
  HAS_FINDINGS: [409, 'The audit has findings'],
  NO_NOISE: [422, 'The rules have no perturbation table'],
  NOISE_TOO_SMALL: [422, 'The noise does not hide counts below the threshold'],
  NOISE_ON_OTHER_VERSION: [409, 'Another version of the geography has noise'],
  NOISE_BESIDE_EXACT: [409, 'Exact numbers of the same zones are public'],
  NOISE_ON_ENOUGH_CUTS: [409, 'Enough geographies have noise'],
  NOISE_TABLES_DIFFER: [409, 'Dates had noise from different tables'],
  COUNTS_CHANGED: [409, 'Counts have changed since the release was asked for'],
  OVERTAKEN: [409, 'Others published in the meantime'],
  // Imports and processes: what a file or an option has wrong.
  INVALID_INPUT: [422, 'The input has a fault'],
  WRONG_JOB_STATE: [409, 'The job is in a state that does not allow this'],
} as const satisfies Readonly<Record<string, readonly [status: number, title: string]>>;

export type ProblemCode = keyof typeof PROBLEMS;

export interface ProblemIssue {
  readonly code?: string;
  readonly problem: string;
  readonly file?: string;
  readonly row?: number | string;
  readonly field?: string;
  readonly accepted?: string;
  /** What `problem` says, as a code with parameters; where the issue is about a file. */
  readonly reason?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  /** What `accepted` says. */
  readonly remedy?: { readonly reason: string; readonly params: Readonly<Record<string, unknown>> };
}

export interface ProblemDetails {
  readonly detail: string;
  readonly issues?: readonly ProblemIssue[];
  /** Further members of the problem, e.g. the current version of a plan. */
  readonly members?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Thrown by HTTP handlers alone, for what the caller can mend; domain code returns reason codes. */
export class Problem extends Error {
  override readonly name = 'Problem';

  constructor(
    readonly code: ProblemCode,
    readonly details: ProblemDetails,
  ) {
    super(`${code}: ${details.detail}`);
  }

  get status(): number {
    return PROBLEMS[this.code][0];
  }

  /** The body as RFC 9457 has it. `instance` is the path that was asked for, without its query. */
  toJson(instance: string): Readonly<Record<string, unknown>> {
    const { detail, issues, members } = this.details;
    return {
      type: `urn:zuschnitt:problem:${this.code}`,
      title: PROBLEMS[this.code][1],
      status: this.status,
      detail,
      instance,
      ...(issues === undefined ? {} : { issues }),
      ...members,
    };
  }
}

/** Shorthand that reads as a sentence: `throw problem('NOT_FOUND', 'no plan p1')`. */
export function problem(code: ProblemCode, detail: string, more: Omit<ProblemDetails, 'detail'> = {}): Problem {
  return new Problem(code, { detail, ...more });
}

// What went wrong with a request, as a value that pages can show: RFC 9457 problems and lost connections.
import type { Problem } from './api-types.ts';

export type ProblemIssue = NonNullable<Problem['issues']>[number];

/** `code` is the last part of `urn:zuschnitt:problem:<code>`; `offline` where no answer came (then status is 0). */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly issues: readonly ProblemIssue[];
  /** Answer to a stale If-Match (412): the version that holds now. */
  readonly version: number | undefined;

  constructor(fields: {
    status: number;
    code: string;
    title: string;
    detail?: string | undefined;
    issues?: readonly ProblemIssue[] | undefined;
    version?: number | undefined;
    cause?: unknown;
  }) {
    super(fields.detail ?? fields.title, { cause: fields.cause });
    this.name = 'ApiProblem';
    this.status = fields.status;
    this.code = fields.code;
    this.title = fields.title;
    this.detail = fields.detail ?? '';
    this.issues = fields.issues ?? [];
    this.version = fields.version;
  }

  /** With the first of what is wrong: which field, why, and what would be taken. */
  get withIssue(): string {
    const [issue] = this.issues;
    return [this.message, issue?.field, issue?.problem, issue?.accepted].filter((part) => part !== undefined && part !== '').join('. ');
  }

  get isOffline(): boolean {
    return this.code === 'offline';
  }
}

const PREFIX = 'urn:zuschnitt:problem:';

/** Reads the body of an answer that is not ok; one without a problem document keeps its status text. */
export async function problemFrom(response: Response): Promise<ApiProblem> {
  const fallback = { status: response.status, code: `http-${response.status}`, title: response.statusText || `HTTP ${response.status}` };
  if (!(response.headers.get('content-type') ?? '').includes('json')) return new ApiProblem(fallback);
  let body: unknown;
  try {
    body = await response.json();
  } catch {
    return new ApiProblem(fallback);
  }
  if (typeof body !== 'object' || body === null) return new ApiProblem(fallback);
  const problem = body as Record<string, unknown>;
  const type = typeof problem.type === 'string' ? problem.type : '';
  return new ApiProblem({
    status: response.status,
    code: type.startsWith(PREFIX) ? type.slice(PREFIX.length) : fallback.code,
    title: typeof problem.title === 'string' ? problem.title : fallback.title,
    detail: typeof problem.detail === 'string' ? problem.detail : undefined,
    issues: Array.isArray(problem.issues) ? (problem.issues as ProblemIssue[]) : undefined,
    version: typeof problem.version === 'number' ? problem.version : undefined,
  });
}

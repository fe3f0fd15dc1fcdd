// The one place where an error becomes an answer (RFC 9457) and, if it is a bug, a line in the log.
import type { NextFunction, Request, Response } from 'express';
import { InputError } from '../gdal/input-error.ts';
import type { Log } from '../log.ts';
import { Problem, problem } from '../problem.ts';
import { inputErrorToProblem } from './refusals.ts';

export function answerProblems(log: Log) {
  return (error: unknown, request: Request, response: Response, next: NextFunction): void => {
    const found = toProblem(error);
    if (found.code === 'INTERNAL') log.error({ err: error, id: response.locals.id as string, route: response.locals.route as string }, 'unexpected error');
    if (response.headersSent) {
      next(error);
      return;
    }
    for (const [name, value] of Object.entries(found.details.headers ?? {})) response.setHeader(name, value);
    response.status(found.status).setHeader('Cache-Control', 'no-store');
    response.setHeader('Content-Type', mediaType(request.headers.accept));
    response.end(JSON.stringify(found.toJson(request.path)));
  };
}

/** The same body goes out as application/json where Accept names that and not the problem type (OGC's test suites ask so). */
function mediaType(accept: string | undefined): string {
  const plain = accept !== undefined && accept.includes('application/json') && !accept.includes('application/problem+json');
  return plain ? 'application/json; charset=utf-8' : 'application/problem+json; charset=utf-8';
}

function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof InputError) return inputErrorToProblem(error);
  // Express and its body parser put `type` and `status` on what the request has wrong; their messages quote the body.
  const { type, status } = error as { type?: unknown; status?: unknown };
  switch (type) {
    case 'entity.parse.failed':
      return problem('INVALID_BODY', 'the body is no JSON');
    case 'entity.too.large':
      return problem('BODY_TOO_LARGE', 'the body is larger than 8 MB');
    case 'charset.unsupported':
    case 'encoding.unsupported':
      return problem('UNSUPPORTED_MEDIA_TYPE', 'accepted: UTF-8, not encoded or gzip');
    case 'request.aborted':
    case 'request.size.invalid':
      return problem('INVALID_BODY', 'the body ended early');
  }
  if (error instanceof URIError || status === 400) return problem('UNKNOWN_PARAMETER', 'the path or the query is not well encoded');
  return problem('INTERNAL', 'the fault is logged under the id in the header Request-Id');
}

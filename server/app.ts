// The HTTP application: headers and log line for every request, the declared routes, the pages, and one end for errors.
import express, { type Express } from 'express';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { join } from 'node:path';
import helmet from 'helmet';
import { Admission } from './auth/admission.ts';
import { isLoopbackHost } from './auth/identify.ts';
import { BaseMapStore } from './http/base-map-store.ts';
import type { IdentityProvider } from './auth/identity-provider.ts';
import { allRoutes } from './http/all-routes.ts';
import { answerProblems } from './http/answer-problem.ts';
import { packageVersion } from './http/context.ts';
import { encodingOf, KeptAnswers } from './http/kept-answers.ts';
import { isAnonymous, mountRoutes } from './http/mount-routes.ts';
import { openApiDocument } from './http/openapi.ts';
import { mountPages, mountPagesOverData } from './http/pages.ts';
import type { Route } from './http/route.ts';
import type { ImportDesk } from './jobs/import-desk.ts';
import type { Log } from './log.ts';
import { packageRoot } from './package-root.ts';
import { problem } from './problem.ts';
import type { Workspace } from './workspace/workspace.ts';

export interface AppOptions {
  readonly workspace: Workspace;
  readonly imports: ImportDesk;
  readonly log: Log;
  /** Address that a proxy with TLS gives the server; without it only requests to this machine's own names are answered. */
  readonly publicUrl?: URL | null;
  /** Proxies whose X-Forwarded-For is believed, as Express's `trust proxy` has them. */
  readonly trustedProxy?: string | null;
  /** Who acts where a script on this machine names nobody; default: a viewer. */
  readonly localAccount?: string | null;
  /** Key of commands on this machine, in the lock file of the data folder. */
  readonly operatorKey?: string | null;
  readonly identityProvider?: IdentityProvider | null;
  /** Default: none, and what is set lasts as long as the server. */
  readonly baseMaps?: BaseMapStore;
  /** Compare every JSON answer with its schema; for tests. */
  readonly checkReplies?: boolean;
  readonly clientFolder?: string;
}

export interface App {
  readonly express: Express;
  /** What the server listens with: answers that are kept at once, all others by Express. */
  readonly listener: RequestListener;
  readonly routes: readonly Route[];
  /** Ends the event streams, which would otherwise keep the server from closing. */
  endStreams(): void;
}

/**
 * Nothing from elsewhere: no script, style, font, image, frame or request to another host, no script or style sheet within a
 * page. Style attributes are the one exception: Lit writes the first state of a bound style as one.
 */
const CONTENT_SECURITY_POLICY = {
  defaultSrc: ["'self'"],
  scriptSrc: ["'self'"],
  scriptSrcAttr: ["'none'"],
  styleSrc: ["'self'"],
  styleSrcAttr: ["'unsafe-inline'"],
  imgSrc: ["'self'", 'data:', 'blob:'],
  fontSrc: ["'self'"],
  connectSrc: ["'self'"],
  workerSrc: ["'self'", 'blob:'],
  objectSrc: ["'none'"],
  baseUri: ["'none'"],
  formAction: ["'self'"],
  frameAncestors: ["'self'"],
};

export function createApp(options: AppOptions): App {
  const { workspace, imports, log, publicUrl = null, trustedProxy = null, localAccount = null, operatorKey = null, identityProvider = null, checkReplies = false } = options;
  workspace.releases.onError = (error) => log.error({ err: error }, 'an audit of a release failed');
  const app = express();
  if (trustedProxy !== null) app.set('trust proxy', trustedProxy);
  // Express would hash every answer into an ETag; ours are set by the routes that know what may be kept.
  app.set('etag', false);
  app.set('query parser', 'simple');
  const kept = new KeptAnswers(() => workspace.publicStand);
  const isOurHost = (host: string | undefined) => isLoopbackHost(host) || (publicUrl !== null && host === publicUrl.host);
  const openStreams = new Set<ServerResponse>();
  const baseMaps = options.baseMaps ?? BaseMapStore.open(null, publicUrl);
  const admission = new Admission({ db: workspace.db, publicUrl, operatorKey, localAccount });
  const routes = allRoutes({ workspace, imports, admission, identityProvider, baseMaps }, openStreams);

  app.use(
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          ...CONTENT_SECURITY_POLICY,
          // Hosts of the municipality's base maps, and no others.
          imgSrc: [...CONTENT_SECURITY_POLICY.imgSrc, () => baseMaps.pictureOrigins.join(' ')],
          connectSrc: [...CONTENT_SECURITY_POLICY.connectSrc, () => baseMaps.requestOrigins.join(' ')],
        },
      },
      referrerPolicy: { policy: 'same-origin' },
      // Only where browsers reach the server by TLS: elsewhere they ignore it, and a test's port would be pinned to nothing.
      strictTransportSecurity: admission.secure,
      xFrameOptions: { action: 'sameorigin' },
    }),
  );

  app.use((request, response, next) => {
    const started = performance.now();
    const id = randomUUID();
    response.locals.id = id;
    response.setHeader('Request-Id', id);
    response.setHeader('Vary', 'Cookie, Authorization');
    response.on('close', () => {
      const ms = Math.round((performance.now() - started) * 10) / 10;
      // The route's pattern, never the path: ids, codes and parameters stay out of the log.
      log.info({ id, method: request.method, route: (response.locals.route as string | undefined) ?? 'none', status: response.statusCode, ms });
    });
    if (!isOurHost(request.headers.host)) {
      throw problem('FOREIGN_HOST', `this server answers as localhost, 127.0.0.1${publicUrl === null ? '' : `, ${publicUrl.host}`} only`);
    }
    next();
  });
  const clientFolder = options.clientFolder ?? join(packageRoot(), 'dist', 'client');
  mountPagesOverData(app, clientFolder);
  mountRoutes(app, routes, { admission, checkReplies, kept });
  mountPages(app, {
    clientFolder,
    document: () => openApiDocument(routes, packageVersion()),
    title: () => `Zuschnitt: ${workspace.municipality.name}`,
  });
  app.use((request, response) => {
    response.locals.route = 'none';
    throw problem('NOT_FOUND', `there is no ${request.method} for this path; /api lists what there is`);
  });
  app.use(answerProblems(log));
  /** Answers a reader without credential from what is kept: a third of Express's way, as a thousand readers of a map feel. False: not here. */
  const answerKept = (request: IncomingMessage, response: ServerResponse): boolean => {
    const { method, url, headers } = request;
    if ((method !== 'GET' && method !== 'HEAD') || !isAnonymous(headers) || !isOurHost(headers.host)) return false;
    const answer = kept.find(url!);
    const encoding = encodingOf(headers['accept-encoding']);
    if (answer === null || !answer.has(encoding)) return false;
    const started = performance.now();
    const id = randomUUID();
    const status = answer.write(request, response, encoding, id);
    log.info({ id, method, route: answer.route, status, ms: Math.round((performance.now() - started) * 10) / 10 });
    return true;
  };
  return {
    express: app,
    listener: (request, response) => void (answerKept(request, response) || app(request, response)),
    routes,
    endStreams() {
      for (const response of openStreams) response.end();
    },
  };
}

// Every route of this version: the server, the OpenAPI document, the client's types and the tests are made from this list.
import type { ServerResponse } from 'node:http';
import { accountRoutes } from './accounts.ts';
import { archiveRoutes } from './archive.ts';
import { baseMapRoutes } from './base-maps.ts';
import { catchmentAlternativeRoutes } from './catchment-alternatives.ts';
import { catalogueRoutes } from './catalogue.ts';
import { constantCutRoutes } from './constant-cut.ts';
import type { HttpContext } from './context.ts';
import { inboxRoutes } from './inbox.ts';
import { importMappingRoutes } from './import-mappings.ts';
import { importPreviewRoutes } from './import-previews.ts';
import { importRoutes } from './imports.ts';
import { indicatorRoutes } from './indicators.ts';
import { jobRoutes } from './jobs.ts';
import { komMonitorRoutes } from './kommonitor/routes.ts';
import { planDifferenceRoutes } from './plan-difference.ts';
import { planDisclosureRoutes } from './plan-disclosure.ts';
import { planCatchmentRoutes } from './plan-catchments.ts';
import { planCommentRoutes } from './plan-comments.ts';
import { planEventRoutes } from './plan-events.ts';
import { planFileRoutes } from './plan-files.ts';
import { planPresenceRoutes } from './plan-presence.ts';
import { planSnapshotRoutes } from './plan-snapshots.ts';
import { planRoutes } from './plans.ts';
import { planStepRoutes } from './plan-steps.ts';
import { ledgerRoutes } from './ledger.ts';
import { publicPlanRoutes } from './public-plans.ts';
import { publishedRoutes } from './published.ts';
import { releaseFindingRoutes } from './release-findings.ts';
import { releaseRoutes } from './releases.ts';
import { ruleSetRoutes } from './rule-sets.ts';
import { responsibleSchoolRoutes } from './responsible-schools.ts';
import type { Route } from './route.ts';
import { planHousingRoutes } from './plan-housing.ts';
import { schoolPaperRoutes } from './school-papers.ts';
import { schoolReachRoutes } from './school-reach.ts';
import { schoolRoutes } from './schools.ts';
import { sessionRoutes } from './sessions.ts';
import { typologyRoutes } from './typology.ts';

export function allRoutes(context: HttpContext, openStreams: Set<ServerResponse> = new Set()): Route[] {
  return [
    ...catalogueRoutes(context),
    ...constantCutRoutes(context),
    ...typologyRoutes(context),
    ...baseMapRoutes(context),
    ...planRoutes(context),
    ...planStepRoutes(context),
    ...planDisclosureRoutes(context),
    ...planEventRoutes(context, openStreams),
    ...planSnapshotRoutes(context),
    ...planDifferenceRoutes(context),
    ...planFileRoutes(context),
    ...planPresenceRoutes(context),
    ...planCommentRoutes(context),
    ...publicPlanRoutes(context),
    ...schoolRoutes(context),
    ...planCatchmentRoutes(context),
    ...catchmentAlternativeRoutes(context),
    ...schoolPaperRoutes(context),
    ...planHousingRoutes(context),
    ...schoolReachRoutes(context),
    ...responsibleSchoolRoutes(context),
    ...releaseRoutes(context),
    ...releaseFindingRoutes(context),
    ...ledgerRoutes(context),
    ...ruleSetRoutes(context),
    ...publishedRoutes(context),
    ...indicatorRoutes(context),
    ...komMonitorRoutes(context),
    ...inboxRoutes(context),
    ...importRoutes(context),
    ...importPreviewRoutes(context),
    ...importMappingRoutes(context),
    ...jobRoutes(context),
    ...sessionRoutes(context),
    ...accountRoutes(context),
    ...archiveRoutes(context),
  ];
}

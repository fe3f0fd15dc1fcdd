// Long work of school planning as jobs: walks to schools, and searches for better catchments.
import type { Workspace } from '../workspace/workspace.ts';
import { makeSchoolWalks } from '../workspace/schools/make-walks.ts';
import type { JobHandler } from './job-queue.ts';

export function schoolJobs(workspace: Workspace): Readonly<Record<string, JobHandler>> {
  return {
    'school-distances': (context) => makeSchoolWalks(workspace, (context.job.input as { blockSet: number }).blockSet, context),
    'catchment-alternatives': (context) => workspace.schools.searches.run(context),
  };
}

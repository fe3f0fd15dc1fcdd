// Everything that the database holds, for `zuschnitt export --all` while the server runs.
import { grantFor } from '../auth/roles.ts';
import { writeArchive } from '../db/archive.ts';
import { recordAccess } from '../db/queries/access-log.ts';
import { problem } from '../problem.ts';
import type { HttpContext } from './context.ts';
import { route, type Route } from './route.ts';

export function archiveRoutes({ workspace }: HttpContext): Route[] {
  return [
    route({
      method: 'get',
      path: '/archive',
      id: 'getArchive',
      tag: 'Imports',
      summary: 'All tables with all counts as one file, for another database; read it with zuschnitt import --all',
      roles: ['admin'],
      clearance: 'block-counts',
      replies: { 200: { description: 'Lines of JSON, gzipped; the last line has a hash of those before', mediaType: 'application/gzip' } },
      handle: async ({ caller }) => {
        const grant = grantFor(caller, 'block-counts', '*');
        if (grant === null) throw problem('CLEARANCE_NEEDED', 'the archive holds counts of every source; it takes a grant for all (*)');
        const { municipality } = workspace.municipality;
        await recordAccess(workspace.db, municipality, { account: caller.account!, what: 'archive', source: '*', referenceDate: null, purpose: grant.purpose });
        return {
          stream(response) {
            response.writeHead(200, { 'Content-Type': 'application/gzip', 'Cache-Control': 'no-store', 'Content-Disposition': 'attachment; filename="zuschnitt.archive"' });
            // Cut off without the last line, so that nobody takes half of it for the whole.
            writeArchive(workspace.db, response).catch(() => response.destroy());
          },
        };
      },
    }),
  ];
}

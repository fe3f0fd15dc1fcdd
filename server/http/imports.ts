// `POST /imports`: a file and what it is, stored as it comes in and imported by a job.
import { say } from '../../core/refusals/say.ts';
import { hasRole } from '../auth/roles.ts';
import { InputError } from '../gdal/input-error.ts';
import { parseImportRequest } from '../imports/import-request.ts';
import { problem } from '../problem.ts';
import type { HttpContext } from './context.ts';
import { route, type Route } from './route.ts';
import { requirePreview } from './import-previews.ts';
import { ImportForm, JobAccepted } from './schemas/jobs.ts';
import { readUploadForm } from './upload-form.ts';

export function importRoutes(context: HttpContext): Route[] {
  return [
    route({
      method: 'post',
      path: '/imports',
      id: 'importFile',
      tag: 'Imports',
      summary: 'Imports a file as a job: all of it in one transaction, or nothing; a dry run reports and stores nothing',
      roles: ['editor', 'statistics', 'dpo'],
      rawBody: { mediaType: 'multipart/form-data', description: 'The file and what it is', schema: ImportForm },
      replies: { 202: { description: 'The job that imports it', schema: JobAccepted, headers: { Location: 'The job' } } },
      handle: async ({ request, caller }) => {
        const upload = await context.imports.newUpload();
        try {
          const { file: sent, fields: all } = await readUploadForm(request, upload.folder);
          const { preview, ...fields } = all;
          const kept = preview === undefined || preview === '' ? null : await requirePreview(context, preview, caller);
          if ((sent === null) === (kept === null)) throw new InputError({ field: 'file', problem: say(sent === null ? 'FILE_MISSING' : 'FILE_TWICE'), accepted: say('TAKE_FILE_OR_PREVIEW') });
          const asked = parseImportRequest(fields);
          // What appeared elsewhere is entered by who answers for releases as well.
          if (asked.kind !== 'published' && !hasRole(caller, ['editor'])) throw problem('FORBIDDEN', `one of the roles editor is needed for ${asked.kind}; ${caller.account!} has other roles`);
          if (kept !== null) await context.imports.previews.copyInto(kept, upload.folder);
          const job = await context.imports.submit(upload, sent ?? kept!.file, asked, caller.account!, kept);
          return { status: 202, json: { job: job.job }, headers: { Location: `/jobs/${job.job}` } };
        } catch (error) {
          await context.imports.discard(upload);
          throw error;
        }
      },
    }),
  ];
}

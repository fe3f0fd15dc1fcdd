// `/imports/previews`: a file is looked at before it is imported, and kept for an hour for who sent it.
import { z } from 'zod';
import { say } from '../../core/refusals/say.ts';
import { InputError } from '../gdal/input-error.ts';
import { KEPT_MS, type KeptUpload, type LookOptions } from '../imports/preview-desk.ts';
import type { Caller, Role } from '../auth/roles.ts';
import { problem } from '../problem.ts';
import type { HttpContext } from './context.ts';
import { toIssue } from './refusals.ts';
import { ok, route, type Route } from './route.ts';
import { Preview, PreviewForm, PreviewQuery } from './schemas/import-previews.ts';
import { readUploadForm } from './upload-form.ts';

// As POST /imports, which tells each what they may bring in.
const MAY_IMPORT: readonly Role[] = ['editor', 'statistics', 'dpo'];
const PreviewParameter = z.strictObject({ preview: z.string().min(1).max(100) });

export function importPreviewRoutes(context: HttpContext): Route[] {
  const answer = async (kept: KeptUpload, options: LookOptions): Promise<z.input<typeof Preview>> => {
    const { workspace, imports } = context;
    const { preview, saved } = await imports.previews.look(workspace.db, workspace.municipality, kept, options);
    const savedMapping = saved === null ? null : { ...saved, savedAt: saved.savedAt.toISOString() };
    return { preview: kept.id, expiresAt: new Date(kept.keptAt + KEPT_MS).toISOString(), ...preview, issues: preview.issues.map((issue) => ({ ...toIssue(issue), severity: issue.severity })), savedMapping } as z.input<typeof Preview>;
  };
  return [
    route({
      method: 'post',
      path: '/imports/previews',
      id: 'previewFile',
      tag: 'Imports',
      summary: 'Tells what is understood of a file; stores nothing, and keeps the file for an hour',
      roles: MAY_IMPORT,
      rawBody: { mediaType: 'multipart/form-data', description: 'The file', schema: PreviewForm },
      replies: { 201: { description: 'What was understood', schema: Preview, headers: { Location: 'The preview' } } },
      handle: async ({ request, caller }) => {
        const { previews } = context.imports;
        const upload = await previews.newUpload();
        try {
          const { file } = await readUploadForm(request, upload.folder);
          if (file === null) throw new InputError({ field: 'file', problem: say('FILE_MISSING'), accepted: say('TAKE_ONE_FILE') });
          const kept = await previews.keep(upload.id, file, caller.account!);
          return { status: 201, json: await answer(kept, {}), headers: { Location: `/imports/previews/${kept.id}` } };
        } catch (error) {
          await previews.discard(upload.id);
          throw error;
        }
      },
    }),
    route({
      method: 'get',
      path: '/imports/previews/{preview}',
      id: 'getPreview',
      tag: 'Imports',
      summary: 'Reads a kept file anew, with another layer, CRS or encoding',
      roles: MAY_IMPORT,
      parameters: PreviewParameter,
      query: PreviewQuery,
      replies: { 200: { description: 'What was understood', schema: Preview } },
      handle: async ({ parameters, query, caller }) => ok(await answer(await requirePreview(context, parameters.preview, caller), query)),
    }),
    route({
      method: 'delete',
      path: '/imports/previews/{preview}',
      id: 'dropPreview',
      tag: 'Imports',
      summary: 'Drops a kept file',
      roles: MAY_IMPORT,
      parameters: PreviewParameter,
      replies: { 204: { description: 'It is gone' } },
      handle: async ({ parameters, caller }) => {
        await context.imports.previews.discard((await requirePreview(context, parameters.preview, caller)).id);
        return { status: 204 };
      },
    }),
  ];
}

/** A kept upload of the caller's own. Throws the problem NOT_FOUND for all else. */
export async function requirePreview(context: HttpContext, id: string, caller: Caller): Promise<KeptUpload> {
  const kept = await context.imports.previews.find(id, caller.account!);
  if (kept === null) throw problem('NOT_FOUND', 'no preview of yours has this id; they are kept for an hour');
  return kept;
}

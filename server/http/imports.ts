// `POST /imports`: a file and what it is, stored as it comes in and imported by a job.
import busboy from 'busboy';
import { createWriteStream } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { basename, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { InputError } from '../gdal/input-error.ts';
import { parseImportRequest } from '../imports/import-request.ts';
import type { Upload } from '../jobs/import-desk.ts';
import { problem } from '../problem.ts';
import type { HttpContext } from './context.ts';
import { route, type Route } from './route.ts';
import { ImportForm, JobAccepted } from './schemas/jobs.ts';

/** 1 GB: the blocks of a Land with all their vertices are some 300 MB. */
const LARGEST_FILE = 2 ** 30;

export function importRoutes(context: HttpContext): Route[] {
  return [
    route({
      method: 'post',
      path: '/imports',
      id: 'importFile',
      tag: 'Imports',
      summary: 'Imports a file as a job: all of it in one transaction, or nothing; a dry run reports and stores nothing',
      roles: ['editor'],
      rawBody: { mediaType: 'multipart/form-data', description: 'The file and what it is', schema: ImportForm },
      replies: { 202: { description: 'The job that imports it', schema: JobAccepted, headers: { Location: 'The job' } } },
      handle: async ({ request, caller }) => {
        const upload = await context.imports.newUpload();
        try {
          const { file, fields } = await readForm(request, upload);
          const job = await context.imports.submit(upload, file, parseImportRequest(fields), caller.account!);
          return { status: 202, json: { job: job.job }, headers: { Location: `/jobs/${job.job}` } };
        } catch (error) {
          await context.imports.discard(upload);
          throw error;
        }
      },
    }),
  ];
}

interface Form {
  /** Name of the file in the upload's folder. */
  readonly file: string;
  readonly fields: Readonly<Record<string, string>>;
}

async function readForm(request: IncomingMessage, upload: Upload): Promise<Form> {
  if (!/^multipart\/form-data\b/i.test(request.headers['content-type'] ?? '')) {
    throw problem('UNSUPPORTED_MEDIA_TYPE', 'the body must be multipart/form-data with the fields file and kind');
  }
  const form = createParser(request);
  const fields: Record<string, string> = {};
  let file: string | null = null;
  let written: Promise<void> = Promise.resolve();
  let tooLarge = false;
  form.on('field', (name, value) => {
    fields[name] = value;
  });
  form.on('file', (name, stream: Readable, { filename }) => {
    if (name !== 'file' || file !== null) {
      stream.resume();
      fields[name] ??= '';
      return;
    }
    file = safeName(filename);
    stream.on('limit', () => {
      tooLarge = true;
    });
    written = pipeline(stream, createWriteStream(join(upload.folder, file)));
    written.catch(() => form.destroy());
  });
  try {
    await pipeline(request, form);
    await written;
  } catch (error) {
    // What the disk cannot take is ours to mend; all else the sender's.
    if (['ENOSPC', 'EACCES', 'EROFS'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    throw problem('INVALID_BODY', 'the form ended early or is not well formed');
  }
  if (tooLarge) throw problem('BODY_TOO_LARGE', `a file may have ${LARGEST_FILE / 2 ** 20} MB`);
  if (file === null) throw new InputError({ field: 'file', problem: 'is missing', accepted: 'one file' });
  return { file, fields };
}

function createParser(request: IncomingMessage): busboy.Busboy {
  try {
    return busboy({ headers: request.headers, defParamCharset: 'utf8', limits: { files: 2, fields: 20, fieldSize: 2 ** 20, fileSize: LARGEST_FILE } });
  } catch {
    throw problem('INVALID_BODY', 'the form has no boundary');
  }
}

/** The name shows in messages and its extension chooses the reader; nothing of it may lead out of the folder. */
function safeName(name: string | undefined): string {
  const plain = basename((name ?? '').replaceAll('\\', '/')).replaceAll(/[^\p{L}\p{N}._ ()-]/gu, '_').slice(-100);
  return /[^.]/.test(plain) ? plain.replace(/^\.+/, '') : 'file';
}

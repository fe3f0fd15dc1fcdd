// A multipart form with one file, written to disk as it comes in: name, size and number of fields are bounded.
import busboy from 'busboy';
import { createWriteStream } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { basename, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { say } from '../../core/refusals/say.ts';
import { Problem, problem } from '../problem.ts';
import { toIssue } from './refusals.ts';

/** 1 GB: the blocks of a Land with all their vertices are some 300 MB. */
export const LARGEST_FILE = 2 ** 30;
/** Of a form beside its file: boundaries and the mapping. */
const FORM_BYTES = 2 ** 22;

export interface UploadForm {
  /** Name of the file in the folder; null where the form has none. */
  readonly file: string | null;
  readonly fields: Readonly<Record<string, string>>;
}

/** Reads the form of a request. Throws problems for what is no such form, ends early, or is too large. */
export async function readUploadForm(request: IncomingMessage, folder: string): Promise<UploadForm> {
  if (!/^multipart\/form-data\b/i.test(request.headers['content-type'] ?? '')) {
    throw problem('UNSUPPORTED_MEDIA_TYPE', 'the body must be multipart/form-data with the field file');
  }
  // What says beforehand that it is too large is not read at all.
  if (Number(request.headers['content-length'] ?? 0) > LARGEST_FILE + FORM_BYTES) throw tooLarge(undefined);
  const form = createParser(request);
  const fields: Record<string, string> = {};
  const found: { file: string | null } = { file: null };
  const written = await new Promise<Promise<void>>((resolve, reject) => {
    let writing: Promise<void> = Promise.resolve();
    const refuse = (reason: unknown) => {
      request.unpipe(form);
      // Who still sends would not read the answer; what comes is thrown away until the server's own time for a request ends.
      request.resume();
      reject(reason as Error);
    };
    form.on('field', (name, value) => {
      fields[name] = value;
    });
    form.on('file', (name, stream: Readable, { filename }) => {
      if (name !== 'file' || found.file !== null) {
        stream.resume();
        fields[name] ??= '';
        return;
      }
      const file = safeName(filename);
      found.file = file;
      stream.on('limit', () => refuse(tooLarge(file)));
      writing = pipeline(stream, createWriteStream(join(folder, file)));
      writing.catch(refuse);
    });
    form.once('close', () => resolve(writing));
    form.once('error', refuse);
    request.once('close', () => {
      if (!request.complete) refuse(new Error('the request ended early'));
    });
    request.pipe(form);
  }).catch((error: unknown) => {
    if (error instanceof Problem) throw error;
    // What the disk cannot take is ours to mend; all else the sender's.
    if (['ENOSPC', 'EACCES', 'EROFS'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    throw problem('INVALID_BODY', 'the form ended early or is not well formed');
  });
  await written;
  return { file: found.file, fields };
}

function tooLarge(file: string | undefined): Problem {
  const megabytes = LARGEST_FILE / 2 ** 20;
  return problem('BODY_TOO_LARGE', `${file ?? 'the file'} is larger than ${megabytes} MB`, {
    issues: [toIssue({ ...(file === undefined ? {} : { file }), field: 'file', problem: say('FILE_TOO_LARGE', { megabytes }), accepted: say('TAKE_MEGABYTES', { megabytes }) })],
  });
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

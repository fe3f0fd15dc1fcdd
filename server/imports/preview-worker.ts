// Worker thread: looks into uploaded files, one at a time, so that none holds up a request.
import { parentPort } from 'node:worker_threads';
import { InputError, type InputProblem } from '../gdal/input-error.ts';
import { previewFile, type FilePreview, type PreviewRequest } from './preview-file.ts';
import { lookAtTable, type TableLook, type TableLookRequest } from './preview-table.ts';

/** What a look asks for: any file, or a statistics table under a mapping. */
export type LookRequest = PreviewRequest | { readonly path: string; readonly table: TableLookRequest };

export type PreviewAnswer =
  | { readonly kind: 'preview'; readonly preview: FilePreview }
  | { readonly kind: 'table'; readonly look: TableLook }
  | { readonly kind: 'refused'; readonly input: InputProblem }
  | { readonly kind: 'failed'; readonly message: string };

async function answer(request: LookRequest): Promise<PreviewAnswer> {
  try {
    if ('table' in request) return { kind: 'table', look: await lookAtTable(request.table) };
    return { kind: 'preview', preview: await previewFile(request) };
  } catch (error) {
    if (error instanceof InputError) return { kind: 'refused', input: error.input };
    return { kind: 'failed', message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

const port = parentPort!;
port.on('message', async (request: LookRequest) => {
  port.postMessage(await answer(request));
});

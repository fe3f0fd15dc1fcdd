// Worker thread: looks into uploaded files, one at a time, so that none holds up a request.
import { parentPort } from 'node:worker_threads';
import { InputError, type InputProblem } from '../gdal/input-error.ts';
import { previewFile, type FilePreview, type PreviewRequest } from './preview-file.ts';

export type PreviewAnswer =
  | { readonly kind: 'preview'; readonly preview: FilePreview }
  | { readonly kind: 'refused'; readonly input: InputProblem }
  | { readonly kind: 'failed'; readonly message: string };

async function answer(request: PreviewRequest): Promise<PreviewAnswer> {
  try {
    return { kind: 'preview', preview: await previewFile(request) };
  } catch (error) {
    if (error instanceof InputError) return { kind: 'refused', input: error.input };
    return { kind: 'failed', message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

const port = parentPort!;
port.on('message', async (request: PreviewRequest) => {
  port.postMessage(await answer(request));
});

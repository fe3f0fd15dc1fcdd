// Column types as rows carry them, for the query files.
import { z } from 'zod';

/** "YYYY-MM-DD". */
export const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
export const time = z.date();
export const bytes = z.instanceof(Uint8Array);
export const nothing = z.strictObject({});

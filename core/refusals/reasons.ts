// Every reason for which a file or an import is refused, and what would do, in English; the pages have both languages of them.
import { FILE_REASONS } from './file-reasons.ts';
import { IMPORT_REASONS } from './import-reasons.ts';
import { REMEDIES } from './remedies.ts';
import { TABLE_REASONS } from './table-reasons.ts';

export const REASONS = { ...FILE_REASONS, ...TABLE_REASONS, ...IMPORT_REASONS, ...REMEDIES } as const;

// Bad files through the machine's GDAL, on both database engines.
import { describeBadFiles } from './bad-files.ts';

process.env.ZUSCHNITT_GDAL = '';
describeBadFiles('native');

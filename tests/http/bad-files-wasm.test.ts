// Bad files through GDAL in WebAssembly, on both database engines: a machine with Node alone.
import { describeBadFiles } from './bad-files.ts';

process.env.ZUSCHNITT_GDAL = 'wasm';
describeBadFiles('wasm');

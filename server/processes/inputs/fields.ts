// Schemas of inputs that several processes share, with the words that help and forms show.
import { z } from 'zod';

/** Path of an input file. `placeholder` stands for the value in help. */
export function file(description: string) {
  return z.string().min(1).meta({ description, placeholder: 'F', file: true });
}

export function column(description: string) {
  return z.string().min(1).meta({ description, placeholder: 'COL' });
}

export function columns(description: string) {
  return z.array(z.string().min(1)).min(1).meta({ description, placeholder: 'COL,COL…' });
}

function crs(description: string) {
  return z.string().min(1).meta({ description, placeholder: 'EPSG:n' });
}

/** Where blocks come from: polygons, or a table of points that squares may be laid around. */
export const blockFields = {
  blocks: file('blocks: any vector file of GDAL (PATH|layername=NAME for one layer of several), zipped Shapefiles too, or a CSV'),
  blockId: column('column that names each block'),
  x: column('column of the easting or longitude, for a table of points').optional(),
  y: column('column of the northing or latitude').optional(),
  sourceCrs: crs('CRS of the blocks, where the file names none or a wrong one').optional(),
  cell: z
    .number()
    .positive()
    .meta({ description: 'squares of M metres of the source CRS round the points become the blocks', placeholder: 'M' })
    .optional(),
  crs: crs(
    'projected CRS to compute in (default: that of the blocks; for degrees in Germany EPSG:25832 west of 12° E, EPSG:25833 east of it, elsewhere the UTM zone)',
  ).optional(),
};

export const otherCrs = crs;

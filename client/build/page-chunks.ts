// Which modules travel together in the build. By itself a bundler makes a file of each set of pages that share modules: 37 scripts for the map,
// of which a browser fetches six at a time.

/** OpenLayers and proj4 change with their versions only. */
const LIBRARY = /node_modules[\\/](ol|proj4|mgrs|wkt-parser|rbush|quickselect|earcut|geotiff|pbf)[\\/]/;

/** The two pages that open with a map; the plugin for other people's pages has both. */
const LARGE = ['map', 'editor'] as const;
const PLUGIN = 'plugin';

/** What a module imports as it is loaded, by id. */
export type Imports = (id: string) => readonly string[];

/** Files that others import come first. */
const FILES = ['ol', 'base', 'ground', 'map-shared', 'map-layers', 'map-parts', 'editor-shared', 'editor-layers', 'editor-parts'] as const;
type File = (typeof FILES)[number];

/**
 * Groups for the bundler; what none of them names it places by itself. What a module imports is reached by at least as many inputs, and a library
 * imports none of ours: so of two files never each imports the other, which would run classes before those that they extend.
 * Styles and entries act on the whole page, so they stay out of the plugin's files.
 */
export function pageChunks(inputs: Readonly<Record<string, string>>) {
  let files: ReadonlyMap<string, File> | undefined;
  return FILES.map((file, rank) => ({
    debugName: file,
    // A group takes along what its modules import, as far as no group before it has it.
    priority: FILES.length - rank,
    name: (id: string, graph: { getModuleInfo(id: string): { readonly importedIds: readonly string[] } | null }) => {
      files ??= filesOf(inputs, (module) => graph.getModuleInfo(module)?.importedIds ?? []);
      return files.get(id) === file ? file : null;
    },
  }));
}

/** `inputs`: entry modules by name. */
export function filesOf(inputs: Readonly<Record<string, string>>, imports: Imports): ReadonlyMap<string, File> {
  const reached = new Map<string, Set<string>>();
  for (const [input, entry] of Object.entries(inputs)) {
    for (const id of closureOf(entry, imports)) reached.set(id, (reached.get(id) ?? new Set()).add(input));
  }
  const files = new Map<string, File>();
  for (const [id, by] of reached) {
    const file = LIBRARY.test(id) ? 'ol' : fileOf(by, () => [...closureOf(id, imports)].some((part) => LIBRARY.test(part)));
    if (file !== null) files.set(id, file);
  }
  return files;
}

function fileOf(by: ReadonlySet<string>, drawsMaps: () => boolean): File | null {
  const large = LARGE.filter((page) => by.has(page));
  if (!by.has(PLUGIN) || large.length === 0) return null;
  // Pages without a map would else fetch OpenLayers.
  if (large.length === 2) return drawsMaps() ? 'ground' : 'base';
  // What a third page shows as well does not bring it the whole map or editor.
  return by.size === 2 ? `${large[0]!}-parts` : drawsMaps() ? `${large[0]!}-layers` : `${large[0]!}-shared`;
}

function closureOf(entry: string, imports: Imports): ReadonlySet<string> {
  const closure = new Set([entry]);
  for (const id of closure) for (const next of imports(id)) closure.add(next);
  return closure;
}

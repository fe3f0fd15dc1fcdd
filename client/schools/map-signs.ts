// What the map shows of the effects: tints, schools with their figures, arrows of what moves with children at their start.
import { t } from '../i18n/i18n.ts';
import { fillOf, markOf, type Fill } from './bands.ts';
import type { MoveArrow, SchoolSign } from './layers/school-layer.ts';
import type { SchoolsSession } from './schools-session.ts';
import { childrenText, percentText } from './words/cell-words.ts';

export interface MapSigns {
  readonly fills: ReadonlyMap<string, Fill>;
  readonly signs: readonly SchoolSign[];
  readonly arrows: readonly MoveArrow[];
}

/** An alternative that is looked at has no figures yet: they come with the plan that is made of it. */
export function mapSigns(session: SchoolsSession): MapSigns {
  const { shown, scene, looking, year } = session;
  const cells = new Map(looking !== undefined || shown === undefined ? [] : shown.catchments.map((row) => [row.zone, session.yearOf(row)?.utilisation]));
  const fills = new Map([...cells].map(([zone, cell]) => [zone, fillOf(cell)]));
  const signs = session.schools.map(({ school, name, xy, catchment, zones }): SchoolSign => {
    const zone = shown?.catchments.find(({ schools }) => schools.includes(school))?.zone ?? catchment ?? zones[0] ?? '';
    const cell = cells.get(zone);
    const said = cell === undefined || cell.state === 'missing' ? null : cell;
    return { school, zone, name, xy, figure: said === null ? '' : percentText(said), mark: said === null ? null : markOf(said) };
  });
  const arrows = (scene?.moved ?? []).flatMap(({ from, to, middle, blocks }): MoveArrow[] => {
    const target = signs.find(({ zone }) => zone === to)?.xy;
    if (target === undefined) return [];
    const move = looking === undefined ? shown?.moves.find((one) => one.from === from && one.to === to) : undefined;
    const cell = move?.years[Math.max(0, shown?.years.indexOf(year ?? NaN) ?? 0)];
    return [{ from: middle, to: target, label: cell === undefined || cell.state === 'missing' ? t('schools.blockCount', { count: blocks }) : childrenText(cell) }];
  });
  return { fills, signs, arrows };
}

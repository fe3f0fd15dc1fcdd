// New housing of plans, kept in memory: a stroke of a plan asks for it and waits for no database.
import { forecastArea, type DrawnHousing } from '../../../core/schools/drawn-housing.ts';
import type { SchoolSettings } from '../../../core/schools/school-settings.ts';
import { listPlanHousing, putPlanHousing, removePlanHousing } from '../../db/queries/plan-housing.ts';
import type { Workspace } from '../workspace.ts';

export class HousingDesk {
  private readonly plans = new Map<string, Promise<readonly DrawnHousing[]>>();
  /** By parameters and areas: forecasts are kept by the object that they were made of. */
  private readonly merged = new WeakMap<SchoolSettings, WeakMap<readonly DrawnHousing[], SchoolSettings>>();

  constructor(private readonly workspace: Workspace) {}

  forget(): void {
    this.plans.clear();
  }

  list(plan: string): Promise<readonly DrawnHousing[]> {
    let reading = this.plans.get(plan);
    if (reading === undefined) {
      const { db, municipality } = this.workspace;
      this.plans.set(plan, (reading = listPlanHousing(db, municipality.municipality, plan)));
      reading.catch(() => this.plans.delete(plan));
    }
    return reading;
  }

  async put(plan: string, area: DrawnHousing, account: string): Promise<void> {
    const { db, municipality } = this.workspace;
    await db.transaction((tx) => putPlanHousing(tx, municipality.municipality, plan, area, account));
    this.plans.delete(plan);
  }

  async remove(plan: string, housing: string): Promise<void> {
    const { db, municipality } = this.workspace;
    await db.transaction((tx) => removePlanHousing(tx, municipality.municipality, plan, housing));
    this.plans.delete(plan);
  }

  /** The town's parameters with the plan's own areas behind its housing; the same object as long as neither changes. */
  async settingsWith(settings: SchoolSettings, plan: string | null): Promise<SchoolSettings> {
    const areas = plan === null ? [] : await this.list(plan);
    if (areas.length === 0) return settings;
    const known = this.merged.get(settings) ?? new WeakMap<readonly DrawnHousing[], SchoolSettings>();
    this.merged.set(settings, known);
    let merged = known.get(areas);
    if (merged === undefined) known.set(areas, (merged = { ...settings, housing: [...settings.housing, ...areas.map((area) => forecastArea(area, settings.entryRule.age))] }));
    return merged;
  }
}

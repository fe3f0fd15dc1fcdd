// All that KomMonitor may read, as lists in its wire format: made of published releases, once for each stand of them.
import type { UpdateInterval } from '../../../core/kommonitor/validity.ts';
import type { WireGeoresource, WireHierarchy, WireMetadata, WireSpatialUnit, WireTopic } from '../../../core/kommonitor/wire.ts';
import type { School } from '../schools/school-register.ts';
import type { Workspace } from '../workspace.ts';
import { identity, type IdentityKind } from './identity.ts';
import { listPublishedIndicators, type PublishedIndicator } from './published-indicators.ts';
import { publishedGeographies, type PublishedGeography } from './published-geographies.ts';

/** Where several languages are there, KomMonitor gets the German one: it has one text for each thing. */
const WITHHELD_NOTE =
  'Nur freigegebene Zahlen. Was das Statistikgeheimnis zurückhält, steht wie Unbekanntes als Leerwert (null) da, nie als 0; welche Werte zurückgehalten sind, sagt „note“ am Gebiet. ';
const CUT_NOTE =
  'Jede Fassung der Gebiete hat eigene Kennungen (Ebene-Fassung-Gebiet); „arisenFrom“ nennt die Vorgänger. Eine neue Fassung gilt ab dem ersten Stichtag, zu dem es Zahlen für sie gibt, die alte endet am Tag davor. Alle Stichtage einer Zeile gelten dem Zuschnitt dieser Zeile.';

export class PublishedSet {
  readonly geographies: readonly PublishedGeography[];
  readonly indicators: readonly PublishedIndicator[];
  readonly hierarchies: readonly WireHierarchy[];
  readonly spatialUnits: readonly WireSpatialUnit[];
  readonly topics: readonly WireTopic[];
  readonly ownerId: string;
  readonly permissionId: string;

  private constructor(
    readonly workspace: Workspace,
    readonly schools: readonly School[],
  ) {
    this.ownerId = this.id('organization', '');
    this.permissionId = this.id('permission', 'viewer');
    this.geographies = publishedGeographies(workspace);
    this.indicators = listPublishedIndicators(workspace, this.geographies);
    this.hierarchies = this.makeHierarchies();
    this.spatialUnits = this.geographies.map((row) => this.spatialUnit(row));
    this.topics = [...this.indicatorTopics(), ...(schools.length === 0 ? [] : [this.schoolTopic()])];
  }

  static async of(workspace: Workspace): Promise<PublishedSet> {
    const { schools } = await workspace.schools.schools(null);
    return new PublishedSet(workspace, schools);
  }

  id(kind: IdentityKind, code: string): string {
    return identity(this.workspace.municipality.municipality, kind, code);
  }

  owned() {
    return { isPublic: true, ownerId: this.ownerId, permissions: [this.permissionId], userPermissions: ['viewer'] } as const;
  }

  geography(spatialUnitId: string): PublishedGeography | null {
    return this.geographies.find((row) => row.spatialUnitId === spatialUnitId) ?? null;
  }

  indicator(indicatorId: string): PublishedIndicator | null {
    return this.indicators.find((row) => row.indicatorId === indicatorId) ?? null;
  }

  metadata(own: { readonly datasource: string; readonly description: string; readonly updateInterval: UpdateInterval; readonly lastUpdate: string; readonly values: boolean }): WireMetadata {
    const { datasource, description, updateInterval, lastUpdate, values } = own;
    const note = `${values ? WITHHELD_NOTE : ''}${CUT_NOTE}`;
    return { contact: this.workspace.municipality.name, datasource, description, updateInterval, lastUpdate, sridEPSG: 4326, databasis: '', literature: '', note };
  }

  /** Schools as points; none where the municipality has no register of them. */
  get georesources(): readonly WireGeoresource[] {
    if (this.schools.length === 0) return [];
    const { name } = this.workspace.municipality;
    return [
      {
        georesourceId: this.id('georesource', 'schools'),
        datasetName: 'Schulen',
        isPOI: true,
        isLOI: false,
        isAOI: false,
        availablePeriodsOfValidity: [{ startDate: this.schoolsFrom }],
        topicReference: this.id('topic', 'georesource/schools'),
        poiMarkerStyle: 'symbol',
        poiMarkerText: '',
        poiMarkerColor: 'blue',
        poiSymbolColor: 'white',
        poiSymbolBootstrap3Name: 'education',
        loiColor: '',
        loiWidth: 0,
        loiDashArrayString: '',
        aoiColor: '',
        ...this.owned(),
        metadata: { ...this.metadata({ datasource: name, description: 'Schulen mit Art, Anschrift und Plätzen eines Einschulungsjahrs', updateInterval: 'ARBITRARY', lastUpdate: this.schoolsFrom, values: false }), note: '' },
      },
    ];
  }

  /** Of schools that name no opening: the day from which blocks are known. */
  get schoolsFrom(): string {
    return this.workspace.catalogue.blockSets[0]?.validFrom ?? '2000-01-01';
  }

  private spatialUnit(row: PublishedGeography): WireSpatialUnit {
    const nameOf = (geography: string | null | undefined) => this.geographies.find((other) => other.geography === geography)?.name ?? null;
    return {
      spatialUnitId: row.spatialUnitId,
      spatialUnitLevel: row.name,
      ...this.owned(),
      nextUpperHierarchyLevel: nameOf(row.parent),
      nextLowerHierarchyLevel: nameOf(row.children[0]),
      mandantId: this.ownerId,
      hierarchies: this.hierarchies.flatMap(({ hierarchyId, name, members }) =>
        members
          .filter(({ spatialUnitId }) => spatialUnitId === row.spatialUnitId)
          .map(({ hierarchyLevel, nextUpperSpatialUnitId, nextLowerSpatialUnitId }) => ({ hierarchyId, hierarchyName: name, hierarchyLevel, nextUpperSpatialUnitId, nextLowerSpatialUnitId })),
      ),
      availablePeriodsOfValidity: row.periods.map(({ startDate, endDate }) => (endDate === null ? { startDate } : { startDate, endDate })),
      isOutlineLayer: true,
      outlineColor: '#333333',
      outlineWidth: 2,
      outlineDashArrayString: '',
      wmsUrl: null,
      wfsUrl: null,
      metadata: this.metadata({ datasource: this.workspace.municipality.name, description: row.description, updateInterval: 'ARBITRARY', lastUpdate: row.newest, values: false }),
    };
  }

  /** One chain from the coarsest level to each finest one: a level may be in several. */
  private makeHierarchies(): WireHierarchy[] {
    const byCode = new Map(this.geographies.map((row) => [row.geography, row]));
    return this.geographies
      .filter(({ children }) => children.length === 0)
      .map((leaf) => {
        const chain = [leaf];
        for (let up = leaf.parent; up !== null; up = chain[0]!.parent) chain.unshift(byCode.get(up)!);
        return {
          hierarchyId: this.id('hierarchy', leaf.geography),
          name: chain.length === 1 ? leaf.name : `${chain[0]!.name} bis ${leaf.name}`,
          mandantId: this.ownerId,
          isPublic: true,
          members: chain.map(({ spatialUnitId, name }, level) => ({
            spatialUnitId,
            spatialUnitLevel: name,
            hierarchyLevel: level,
            nextUpperSpatialUnitId: chain[level - 1]?.spatialUnitId ?? null,
            nextLowerSpatialUnitId: chain[level + 1]?.spatialUnitId ?? null,
          })),
        };
      });
  }

  /** A main topic for each catalogue that has something published, with its own topics below. */
  private indicatorTopics(): WireTopic[] {
    const used = new Set(this.indicators.map(({ topicId }) => topicId));
    const catalogues = new Map(this.indicators.map(({ catalogue }) => [catalogue.catalogue, catalogue]));
    const common = { topicResource: 'indicator' } as const;
    return [...catalogues.values()].map(({ catalogue, title, description, topics }, displayOrder) => ({
      topicId: this.id('topic', catalogue),
      topicName: title.de,
      topicDescription: description.de,
      topicType: 'main',
      ...common,
      displayOrder,
      subTopics: topics
        .map((topic): WireTopic => ({ topicId: this.id('topic', `${catalogue}/${topic.topic}`), topicName: topic.title.de, topicDescription: '', topicType: 'sub', ...common, displayOrder: 0, subTopics: [] }))
        .filter(({ topicId }) => used.has(topicId))
        .map((topic, order) => ({ ...topic, displayOrder: order })),
    }));
  }

  private schoolTopic(): WireTopic {
    return { topicId: this.id('topic', 'georesource/schools'), topicName: 'Schulen', topicDescription: 'Standorte der Schulen', topicType: 'main', topicResource: 'georesource', displayOrder: 0, subTopics: [] };
  }
}

// One line for a step that is behind: what was chosen there.
import { formatDate } from '../i18n/format.ts';
import { localised, t } from '../i18n/i18n.ts';
import { fileSize, rowsWords } from './file-words.ts';
import type { ImportSession, STEPS } from './import-session.ts';
import { NEW_GEOGRAPHY, OWN_ZONES, takenColumns } from './mapping-draft.ts';
import { blocksReport, isOfNumbers } from './model.ts';

function tableSummary({ table }: ImportSession): string {
  const mapping = table?.mapping;
  if (mapping == null) return '';
  const statistics = new Set(mapping.rules.flatMap(({ statistic }) => (statistic === null ? [] : [statistic])));
  const dates = table!.look?.outcome?.dates ?? [];
  return [mapping.area.columns.join(' + '), t('imports.statistics', { count: statistics.size }), dates.length === 0 ? '' : t('imports.tableDates', { count: dates.length })].filter((part) => part !== '').join(' · ');
}

export function stepSummary(session: ImportSession, step: (typeof STEPS)[number]): string {
  const { preview, kind, draft, known, result } = session;
  if (preview === null) return '';
  const join = (...parts: (string | undefined)[]) => parts.filter((part) => part !== undefined && part !== '').join(' · ');
  switch (step) {
    case 'file':
      return join(preview.file, fileSize(preview.bytes), kind === undefined ? '' : t(`imports.kind_${kind}`));
    case 'understood': {
      const crs = preview.geometryType === null || isOfNumbers(kind) ? '' : (session.crs ?? preview.crs.named ?? '');
      if (kind === 'table') return join(preview.format, t('imports.rowCount', { count: session.table?.look?.reading?.rows ?? 0 }), session.table?.look?.reading?.encoding ?? '');
      return join(preview.format, rowsWords(preview), preview.encoding ?? '', crs);
    }
    case 'mapping': {
      if (draft === null) return '';
      if (kind === 'table') return tableSummary(session);
      const key = draft.zone !== '' ? draft.zone : draft.id;
      const geography = draft.geography === NEW_GEOGRAPHY ? draft.newDe : draft.geography === OWN_ZONES ? t('imports.ownZones') : known.geographies.find((candidate) => candidate.geography === draft.geography);
      const day = draft.validFrom !== '' ? t('imports.from', { date: formatDate(draft.validFrom) }) : draft.referenceDate !== '' ? t('imports.asOf', { date: formatDate(draft.referenceDate) }) : '';
      const taken = draft.geography === OWN_ZONES ? draft.totals.length : takenColumns(draft).length;
      return join(kind === 'published' ? draft.title : '', key === '' ? '' : t('imports.keyIs', { column: key }), typeof geography === 'string' ? geography : geography === undefined ? '' : localised(geography.name), taken === 0 ? '' : t('imports.statistics', { count: taken }), day);
    }
    case 'check': {
      if (result === null) return '';
      const blocks = blocksReport(result);
      if (blocks === null) return t('imports.verdictOk');
      return blocks.repair === null ? t('imports.findingCount', { count: blocks.findings.total }) : t('imports.changesCount', { count: blocks.repair.changes.total });
    }
    case 'accept':
      return '';
  }
}

// What the desk knows and does: releases, the chosen one with its findings, the ledger, rules. No element, so that tests need no browser.
import type { FeatureCollection } from 'geojson';
import type { Signatures } from '../api-types.ts';
import { ApiProblem, type Geography, type Municipality, type Statistic } from '../api.ts';
import { session } from '../shell/account.ts';
import { t } from '../i18n/i18n.ts';
import { LOADING, NONE, settled, valueOf, type Loaded } from '../loaded.ts';
import type { AccessEntry, DeskRelease, Finding, Findings, Ledger, LedgerCheck, Method, NewRules, Proposals, Publications, RuleSetVersion, VariantLoss, Way } from './model.ts';
import type { PrivacyApi } from './privacy-api.ts';
import { aimsOf, CHANGING, variantBy, variantsFor } from './what-if.ts';
import type { Names } from './words/certificate-words.ts';
import { proposalWords } from './words/proposal-words.ts';
import type { Step, Who } from './words/release-words.ts';

/** A running audit is looked at this often. */
const PAUSE_MS = 1500;

export interface Known {
  readonly municipality: Municipality;
  readonly geographies: readonly Geography[];
  readonly statistics: readonly Statistic[];
}

export class PrivacySession {
  known: Known | undefined;
  releases: Loaded<readonly DeskRelease[]> = NONE;
  /** Id of the release on the desk. */
  chosen: string | undefined;
  findings: Loaded<Findings> = NONE;
  shapes: FeatureCollection | undefined;
  proposals: Loaded<Proposals> = NONE;
  /** Id of the finding that map, table and certificate show. */
  finding: string | undefined;
  whatIf: Loaded<readonly VariantLoss[]> = NONE;
  /** By method that changes numbers; absent until it is known. */
  methodLosses: ReadonlyMap<Method, Loaded<VariantLoss>> = new Map();
  ledger: Loaded<Ledger> = NONE;
  check: Loaded<LedgerCheck> = NONE;
  checkedAt: Date | undefined;
  ruleSets: Loaded<readonly RuleSetVersion[]> = NONE;
  /** Who must sign. */
  signing: Loaded<Signatures['required']> = NONE;
  published: Loaded<Publications> = NONE;
  accessLog: Loaded<readonly AccessEntry[]> = NONE;
  /** The step that is on its way to the server. */
  busy: Step | undefined;
  /** What was refused last. */
  refusal: ApiProblem | undefined;
  private readonly api: PrivacyApi;
  private readonly account: () => string | undefined;
  private readonly changed: () => void;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(api: PrivacyApi, account: () => string | undefined, changed: () => void) {
    this.api = api;
    this.account = account;
    this.changed = changed;
  }

  get who(): Who {
    const account = this.account();
    const roles = session()?.roles ?? [];
    // An administrator takes every step, except on what they asked for themselves.
    return { account, roles: roles.includes('admin') ? [...roles, 'dpo', 'statistics'] : roles };
  }

  /** A repair in words, in the zones of the release on the desk. */
  repairWords(way: Way): string {
    return proposalWords(way, this.release?.geography ?? '', this.names);
  }

  get names(): Names {
    return {
      geography: (id) => this.known?.geographies.find(({ geography }) => geography === id)?.name,
      statistic: (id) => this.known?.statistics.find(({ statistic }) => statistic === id),
    };
  }

  accountName(account: string | null | undefined): string {
    if (account == null) return '';
    return this.known?.municipality.accounts.find((row) => row.account === account)?.name ?? account;
  }

  /** "Freigabe 4", or `title` where it is none of the list. */
  releaseWords(id: string, title: string): string {
    const number = valueOf(this.releases)?.find(({ release }) => release === id)?.number;
    return number === undefined ? title : t('privacy.inRelease', { number: String(number) });
  }

  get release(): DeskRelease | undefined {
    return valueOf(this.releases)?.find(({ release }) => release === this.chosen);
  }

  get chosenFinding(): Finding | undefined {
    return valueOf(this.findings)?.findings.find(({ id }) => id === this.finding);
  }

  /** Cheapest first, as the server ranks them. */
  proposalsOf(finding: string): readonly Way[] {
    return valueOf(this.proposals)?.proposals.find((row) => row.finding === finding)?.ways ?? [];
  }

  /** Everything that the desk shows without a release; `first` is chosen where it exists, else what waits for this person. */
  async open(known: Known, first: string | undefined, waits: (release: DeskRelease) => boolean): Promise<void> {
    this.known = known;
    this.releases = LOADING;
    this.changed();
    this.releases = await settled(this.api.releases());
    const list = valueOf(this.releases) ?? [];
    const target = list.find(({ release }) => release === first) ?? list.find(waits) ?? list.find(({ state }) => state === 'requested') ?? list.at(-1);
    this.changed();
    await Promise.all([target === undefined ? undefined : this.choose(target.release), this.loadLedger(), this.loadRuleSets()]);
  }

  async choose(id: string): Promise<void> {
    clearTimeout(this.timer);
    this.chosen = id;
    Object.assign(this, { findings: NONE, shapes: undefined, proposals: NONE, finding: undefined, whatIf: NONE, methodLosses: new Map(), refusal: undefined });
    this.changed();
    await this.loadAudit();
  }

  chooseFinding(id: string | undefined): void {
    this.finding = id;
    this.changed();
  }

  private async loadAudit(): Promise<void> {
    const { release } = this;
    if (release === undefined) return;
    if (release.audit.state === 'running') {
      this.watch(release.release);
      return;
    }
    if (!this.hasFindings(release)) return;
    const id = release.release;
    this.findings = LOADING;
    this.changed();
    const [findings, shapes] = await Promise.all([settled(this.api.findings(id)), settled(this.api.findingShapes(id, this.known!.municipality.epsg))]);
    if (this.chosen !== id) return;
    Object.assign(this, { findings, shapes: valueOf(shapes), proposals: LOADING });
    this.finding = valueOf(findings)?.findings[0]?.id;
    this.changed();
    // Repairs are tried one by one, so they come after.
    const proposals = await settled(this.api.proposals(id));
    if (this.chosen !== id) return;
    this.proposals = proposals;
    this.changed();
  }

  private hasFindings({ audit }: DeskRelease): boolean {
    return audit.state === 'done' && (audit.findings ?? 0) > 0;
  }

  /** A lost connection is waited out: the audit goes on without us. */
  private watch(id: string): void {
    this.timer = setTimeout(() => void this.renew(id), PAUSE_MS);
  }

  private async renew(id: string): Promise<void> {
    const answer = await settled(this.api.release(id));
    if (this.chosen !== id) return;
    if (answer.state === 'ready') {
      this.replace(answer.value);
      if (answer.value.audit.state !== 'running') void this.loadAudit();
      else this.watch(id);
    } else if (answer.state === 'failed' && answer.problem.isOffline) this.watch(id);
    this.changed();
  }

  private replace(release: DeskRelease): void {
    const list = valueOf(this.releases);
    if (list === undefined) return;
    this.releases = { state: 'ready', value: list.map((row) => (row.release === release.release ? release : row)) };
  }

  /** Takes a step; true when it was taken. A refusal stays on the desk with the release as it was. */
  async take(step: Step, reason: string): Promise<boolean> {
    const { release } = this;
    if (release === undefined || this.busy !== undefined) return false;
    const id = release.release;
    this.busy = step;
    this.refusal = undefined;
    this.changed();
    try {
      this.replace(await this.ask(step, id, reason));
      return true;
    } catch (problem) {
      if (!(problem instanceof ApiProblem)) throw problem;
      this.refusal = problem;
      // It may be refused because it is no longer what this page shows.
      const now = await settled(this.api.release(id));
      if (now.state === 'ready') this.replace(now.value);
      return false;
    } finally {
      this.busy = undefined;
      this.changed();
      void this.loadLedger();
      if (this.chosen === id && valueOf(this.findings) === undefined) void this.loadAudit();
    }
  }

  private ask(step: Step, id: string, reason: string): Promise<DeskRelease> {
    switch (step) {
      case 'verify':
        return this.api.verify(id, 'no-objection');
      case 'object':
        return this.api.verify(id, 'objection', reason);
      case 'accept':
        return this.api.verify(id, 'no-objection', reason, true);
      case 'approve':
        return this.api.approve(id, true);
      case 'publish':
        return this.api.publish(id);
      case 'withdraw':
        return this.api.withdraw(id);
    }
  }

  /** The release's own aim of protection first; the other one follows, and stands beside it when it is there. */
  async loadWhatIf(): Promise<void> {
    const { release } = this;
    if (release === undefined || this.whatIf.state === 'loading' || this.whatIf.state === 'ready') return;
    this.whatIf = LOADING;
    this.changed();
    for (const protect of aimsOf(release)) {
      const before: readonly VariantLoss[] = valueOf(this.whatIf) ?? [];
      const answer = await settled(this.api.whatIf(release, variantsFor(release, protect)));
      if (this.chosen !== release.release) return;
      if (answer.state === 'ready') this.whatIf = { state: 'ready', value: [...before, ...answer.value] };
      else if (before.length === 0) this.whatIf = answer;
      this.changed();
      if (answer.state !== 'ready') return;
    }
    for (const method of CHANGING) {
      const answer = await settled(this.api.whatIf(release, [variantBy(release, method)]));
      if (this.chosen !== release.release) return;
      this.methodLosses = new Map(this.methodLosses).set(method, answer.state === 'ready' ? { state: 'ready', value: answer.value[0]! } : answer);
      this.changed();
    }
  }

  async auditAgain(): Promise<void> {
    const { release } = this;
    if (release === undefined) return;
    const answer = await settled(this.api.auditAgain(release.release));
    if (answer.state === 'ready') {
      this.replace(answer.value);
      await this.choose(release.release);
    } else if (answer.state !== 'none' && answer.state !== 'loading') this.refusal = answer.problem;
    this.changed();
  }

  async loadLedger(): Promise<void> {
    if (this.ledger.state === 'none') this.ledger = LOADING;
    [this.ledger, this.check] = await Promise.all([settled(this.api.ledger()), settled(this.api.verifyLedger())]);
    this.checkedAt = new Date();
    this.changed();
  }

  /** Asks whether `head` is an entry of the chain. */
  findHead(head: string): Promise<Loaded<LedgerCheck>> {
    return settled(this.api.verifyLedger(head));
  }

  async loadRuleSets(): Promise<void> {
    this.ruleSets = await settled(this.api.ruleSets());
    this.changed();
  }

  async addRuleSet(source: string, rules: NewRules, basis: string): Promise<Loaded<RuleSetVersion>> {
    const answer = await settled(this.api.addRuleSet(source, rules, basis));
    if (answer.state === 'ready') await Promise.all([this.loadRuleSets(), this.loadLedger()]);
    return answer;
  }

  async loadSigning(): Promise<void> {
    this.signing = await settled(this.api.signatures());
    this.changed();
  }

  async setSigning(dpo: boolean): Promise<void> {
    this.signing = await settled(this.api.setSignatures(dpo ? ['dpo', 'statistics'] : ['statistics']));
    this.changed();
    await Promise.all([this.renewList(), this.loadLedger()]);
  }

  /** All releases as they are now. */
  async renewList(): Promise<void> {
    const answer = await settled(this.api.releases());
    if (answer.state === 'ready') this.releases = answer;
    this.changed();
  }

  /** Whether all that was found follows from what was public before this release. */
  get onlyEarlier(): boolean {
    const found = valueOf(this.findings)?.findings ?? [];
    return found.length > 0 && found.every(({ already }) => already);
  }

  async loadPublished(): Promise<void> {
    if (this.published.state === 'none') this.published = LOADING;
    this.published = await settled(this.api.published());
    this.changed();
  }

  async loadAccessLog(): Promise<void> {
    if (this.accessLog.state === 'none') this.accessLog = LOADING;
    this.accessLog = await settled(this.api.accessLog());
    this.changed();
  }

  close(): void {
    clearTimeout(this.timer);
  }
}

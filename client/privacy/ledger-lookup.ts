// The head of the ledger: copied for the files, and a printed one looked for in the chain.
import { t } from '../i18n/i18n.ts';
import { NONE, valueOf, type Loaded } from '../loaded.ts';
import type { LedgerCheck } from './model.ts';
import type { LedgerView } from './panels/ledger-panels.ts';
import type { PrivacySession } from './privacy-session.ts';

/** SHA-256 as digits. */
const HASH = /^[0-9a-f]{64}$/;

export class LedgerLookup implements LedgerView {
  hash = '';
  problem = '';
  found: Loaded<LedgerCheck> = NONE;
  copied = false;

  constructor(
    private readonly session: PrivacySession,
    private readonly changed: () => void,
    private readonly say: (words: string) => void,
  ) {}

  onHash = (hash: string): void => {
    Object.assign(this, { hash, problem: '', found: NONE });
    this.changed();
  };

  onFind = (): void => void this.find();

  onCopy = (): void => void this.copy();

  private async find(): Promise<void> {
    const hash = this.hash.trim().toLowerCase();
    this.problem = HASH.test(hash) ? '' : t('privacy.noHash');
    this.found = this.problem === '' ? await this.session.findHead(hash) : NONE;
    this.changed();
  }

  private async copy(): Promise<void> {
    const head = valueOf(this.session.ledger)?.head;
    if (head === undefined) return;
    await navigator.clipboard.writeText(head);
    this.copied = true;
    this.say(t('privacy.copied'));
    this.changed();
  }
}

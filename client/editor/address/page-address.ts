// The page's address: plan, view and selection stand in it, so that it can be sent on; back leads to the list of plans.
import { addressOf } from './desk-place.ts';
import { readAddress, writeAddress, type PlanAddress } from './plan-address.ts';
import type { Desk } from '../open-desk.ts';

/** A pan ends and the hand rests: browsers refuse more than 100 changes of the address in 30 s. */
const REST_MS = 400;

export class PageAddress {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private followed: Desk | null = null;
  private readonly onPop = () => this.went(this.now);

  /** `went` hears that the person went back or forward. */
  constructor(private readonly went: (address: PlanAddress) => void) {}

  get now(): PlanAddress {
    return readAddress(location.search);
  }

  connect(): void {
    globalThis.addEventListener('popstate', this.onPop);
  }

  disconnect(): void {
    this.leave();
    globalThis.removeEventListener('popstate', this.onPop);
  }

  /** A plan was chosen, or ('') the list of plans: an entry of its own in the history, unless it is the one that stands there. */
  choose(plan: string): void {
    this.leave();
    if (this.now.plan === plan) return;
    history.pushState(null, '', this.withAddress({ plan, at: null, zone: null, block: null, tool: null }));
  }

  /** Keeps the address at what the desk shows, from now on. */
  follow(desk: Desk): void {
    this.leave();
    this.followed = desk;
  }

  /** Called after every change; writes once the hand rests. */
  touch(): void {
    if (this.followed === null) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      if (this.followed === null || this.followed.plan.plan !== this.now.plan) return;
      const address = this.withAddress(addressOf(this.followed));
      if (address.href !== location.href) history.replaceState(null, '', address);
    }, REST_MS);
  }

  private leave(): void {
    clearTimeout(this.timer);
    this.followed = null;
  }

  private withAddress(address: PlanAddress): URL {
    const url = new URL(location.href);
    // Commas stand unescaped: the address is read by people too.
    url.search = writeAddress(address, url.searchParams).toString().replaceAll('%2C', ',');
    return url;
  }
}

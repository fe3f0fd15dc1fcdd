// How often a password may be tried: by account and address, by account, by address. Counted in this process.
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

const MINUTE = 60;

/** Tries in a time; the time begins with the first one. A success gives the tries of account and address back. */
const LIMITS = {
  /** Somebody who mistypes. */
  pair: { points: 5, duration: 15 * MINUTE },
  /** One password tried on many accounts; an office shares an address. */
  address: { points: 40, duration: 15 * MINUTE },
  /** One account tried from many addresses; so high that nobody is locked out by a neighbour's joke. */
  account: { points: 100, duration: 24 * 60 * MINUTE },
} as const;

export class SignInLimits {
  private readonly pair = new RateLimiterMemory({ keyPrefix: 'pair', ...LIMITS.pair });
  private readonly address = new RateLimiterMemory({ keyPrefix: 'address', ...LIMITS.address });
  private readonly account = new RateLimiterMemory({ keyPrefix: 'account', ...LIMITS.account });

  /** Takes one try before the password is looked at, so that a hundred at once count as a hundred; seconds to wait, 0 for none. */
  async take(account: string, address: string): Promise<number> {
    try {
      await this.pair.consume(`${address} ${account}`);
      await this.address.consume(address);
      await this.account.consume(account);
      return 0;
    } catch (error) {
      if (error instanceof RateLimiterRes) return Math.max(1, Math.ceil(error.msBeforeNext / 1000));
      throw error;
    }
  }

  async succeeded(account: string, address: string): Promise<void> {
    await this.pair.delete(`${address} ${account}`);
    await this.address.reward(address);
    await this.account.reward(account);
  }
}

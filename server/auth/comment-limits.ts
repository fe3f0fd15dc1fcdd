// How often the public may comment: by address and by plan. Counted in this process; no address is written down.
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

const LIMITS = {
  /** Somebody with much to say; a school class shares an address and takes turns. */
  address: { points: 10, duration: 15 * 60 },
  /** A plan that the newspaper writes about. */
  plan: { points: 300, duration: 24 * 3600 },
} as const;

export class CommentLimits {
  private readonly address = new RateLimiterMemory({ keyPrefix: 'comment-address', ...LIMITS.address });
  private readonly plan = new RateLimiterMemory({ keyPrefix: 'comment-plan', ...LIMITS.plan });

  /** Takes one comment; seconds to wait, 0 for none. */
  async take(address: string, plan: string): Promise<number> {
    try {
      await this.address.consume(address);
      await this.plan.consume(plan);
      return 0;
    } catch (error) {
      if (error instanceof RateLimiterRes) return Math.max(1, Math.ceil(error.msBeforeNext / 1000));
      throw error;
    }
  }
}

/** Lets through a number of events per second, and a burst of one second's worth after a pause. */
export class TokenBucket {
  private tokens: number;
  private filled: number;

  /** @param perSecond more than 0 */
  constructor(
    private readonly perSecond: number,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.tokens = Math.max(1, perSecond);
    this.filled = now();
  }

  /** Takes a token, if there is one. */
  take(): boolean {
    const time = this.now();
    this.tokens = Math.min(Math.max(1, this.perSecond), this.tokens + ((time - this.filled) * this.perSecond) / 1_000);
    this.filled = time;
    if (this.tokens < 1) return false;
    this.tokens -= 1;
    return true;
  }
}

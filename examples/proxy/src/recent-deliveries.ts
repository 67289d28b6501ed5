/** Remembers the last deliveries by id, so that one that is sent again does not start a second sync. Holds a bounded number. */
export class RecentDeliveries {
  readonly #ids = new Set<string>();
  readonly #capacity: number;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  has(id: string): boolean {
    return this.#ids.has(id);
  }

  add(id: string): void {
    this.#ids.add(id);
    if (this.#ids.size <= this.#capacity) return;
    const [oldest] = this.#ids;
    if (oldest !== undefined) this.#ids.delete(oldest);
  }

  /** Lets a delivery be sent again, for instance because its sync failed. */
  forget(id: string): void {
    this.#ids.delete(id);
  }
}

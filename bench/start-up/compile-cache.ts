import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Variant } from '../variants.ts';

/** What of Node's compile cache a start finds: it is not used, it is empty and written, or it was written by a start before. */
export type Cache = 'none' | 'cold' | 'warm';

/** The folders for Node's compile cache in the starts of one app. */
export class CompileCaches {
  readonly #root: string = mkdtempSync(join(tmpdir(), 'telewright-bench-cache-'));
  readonly #warm = new Map<Variant, string>();
  #count = 0;

  /** Gives the folder for a start: none, a new one, or one that belongs to the variant and was filled by one start. */
  async folderFor(cache: Cache, variant: Variant, fill: (folder: string) => Promise<unknown>): Promise<string | undefined> {
    if (cache === 'none') return undefined;
    const known = this.#warm.get(variant);
    if (cache === 'warm' && known !== undefined) return known;
    const folder = join(this.#root, String(this.#count++));
    if (cache === 'cold') return folder;
    await fill(folder);
    this.#warm.set(variant, folder);
    return folder;
  }

  close(): void {
    rmSync(this.#root, { recursive: true, force: true });
  }
}

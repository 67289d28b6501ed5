import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/** Reads the files of one collection: each file once, however many groups ask for it. Every method throws what `node:fs` throws. */
export class HostFiles {
  readonly #texts = new Map<string, string>();

  // Synchronous on purpose: these files are served from memory, and the asynchronous calls cost three times the CPU.
  text(...path: string[]): string {
    const file = join(...path);
    let text = this.#texts.get(file);
    if (text === undefined) {
      text = readFileSync(file, 'utf8');
      this.#texts.set(file, text);
    }
    return text;
  }

  lines(...path: string[]): string[] {
    return this.text(...path)
      .split('\n')
      .filter((line) => line.trim() !== '');
  }

  /** Gives the trimmed text, or undefined where the file is missing, unreadable or blank: for what not every machine has. */
  optional(...path: string[]): string | undefined {
    try {
      return this.text(...path).trim() || undefined;
    } catch {
      return undefined;
    }
  }

  names(...path: string[]): string[] {
    return readdirSync(join(...path)).sort();
  }

  /** Gives the target of a symbolic link, or undefined where there is none. */
  link(...path: string[]): string | undefined {
    try {
      return readlinkSync(join(...path));
    } catch {
      return undefined;
    }
  }
}

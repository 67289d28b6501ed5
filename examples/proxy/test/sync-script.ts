import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished, vi } from 'vitest';

export interface SyncScript {
  readonly folder: string;
  /** The value for PROXY_SYNC_COMMAND. */
  readonly command: string;
  /** The runs so far: what each run found in its environment. */
  runs(): Promise<Record<string, string>[]>;
  /** Waits until that many runs have begun. */
  begun(count: number): Promise<void>;
  /** Lets the runs that wait, and all later ones, go on. */
  release(): Promise<void>;
}

/** Writes a real executable for the sync command: it notes its environment and then runs the given statements. */
export async function syncScript(statements = ''): Promise<SyncScript> {
  const folder = await mkdtemp(join(tmpdir(), 'proxy-sync-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const notes = join(folder, 'runs.ndjson');
  const gate = join(folder, 'gate');
  const file = join(folder, 'sync.mjs');
  await writeFile(
    file,
    `import { appendFileSync, existsSync } from 'node:fs';
     import { setTimeout as wait } from 'node:timers/promises';
     const released = async () => { while (!existsSync(${JSON.stringify(gate)})) await wait(10); };
     appendFileSync(${JSON.stringify(notes)}, JSON.stringify({ ...process.env, parameters: process.argv.slice(2).join(' ') }) + '\\n');
     ${statements}`,
  );
  const runs = async (): Promise<Record<string, string>[]> => {
    const text = await readFile(notes, 'utf8').catch(() => '');
    return text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line)]));
  };
  return {
    folder,
    command: JSON.stringify([process.execPath, file, 'a b', '$HOME']),
    runs,
    begun: (count) => vi.waitUntil(async () => (await runs()).length >= count, { timeout: 10_000 }).then(() => undefined),
    release: () => writeFile(gate, ''),
  };
}

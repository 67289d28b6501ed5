import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ExportEvent, Signal } from '../../src/export-event.js';
import { thisOwner } from '../../src/spool/owner.js';
import { Spool } from '../../src/spool/spool.js';
import type { SpoolOptions } from '../../src/spool/spool-options.js';
import { FakeClock } from '../fake-clock.js';

let root: string;
let events: ExportEvent[];
let clock: FakeClock;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'otlp-spool-'));
  events = [];
  clock = new FakeClock();
});
afterEach(() => {
  vi.restoreAllMocks();
  chmodSync(root, 0o700);
  rmSync(root, { recursive: true });
});

const HOUR = 3_600_000;
const open = (options: Partial<SpoolOptions> = {}): Spool =>
  new Spool({ root, service: 'shop', clock, onEvent: (event) => void events.push(event), ...options });
const body = (text: string): Uint8Array => Buffer.from(text);
const put = (spool: Spool, text: string, { signal = 'traces' as Signal, urgent = false, held = false } = {}) =>
  spool.append(signal, urgent, body(text), 1, held);
/** Reads everything of a signal back, removing it. */
const take = async (spool: Spool, signal: Signal = 'traces'): Promise<string[]> => {
  const texts: string[] = [];
  for (let next = await spool.next(signal); next; next = await spool.next(signal)) {
    texts.push(Buffer.from(next.body).toString());
    spool.remove(next);
  }
  return texts;
};
const folders = (): string[] => readdirSync(`${root}/shop`).map((name) => `${root}/shop/${name}`);
const segments = (): string[] =>
  folders().flatMap((folder) => readdirSync(folder).flatMap((name) => (name.endsWith('.otlp') ? [`${folder}/${name}`] : [])));
/** Makes the folders that are there look like those of a process that is gone. */
const bury = (change: object = { started: '1' }): void => {
  for (const folder of folders()) writeFileSync(`${folder}/owner`, JSON.stringify({ ...thisOwner(), ...change }));
};
const dropped = () => events.flatMap((event) => (event.type === 'dropped' ? [[event.reason, event.signal, event.items]] : []));

describe('a spool', () => {
  it('touches nothing before something is stored', () => {
    const spool = open();
    expect(spool.holds('traces')).toBe(false);
    spool.adopt();
    spool.close();
    expect(readdirSync(root)).toEqual([]);
    expect(events).toEqual([]);
  });

  it('gives back what was stored, the oldest first, each signal for itself, and leaves nothing behind', async () => {
    const spool = open();
    put(spool, 'a');
    put(spool, 'log', { signal: 'logs' });
    put(spool, 'b', { urgent: true });
    put(spool, 'c');
    expect([spool.holds('traces'), spool.holds('logs'), spool.holds('metrics')]).toEqual([true, true, false]);
    expect(await take(spool)).toEqual(['a', 'c', 'b']);
    expect(await take(spool, 'logs')).toEqual(['log']);
    expect(spool.bytes).toBe(0);
    spool.close();
    expect(folders()).toEqual([]);
  });

  it('keeps its folders and files from everybody else', () => {
    put(open(), 'a');
    const [folder = ''] = folders();
    const modes = [`${root}/shop`, folder, `${folder}/owner`, ...segments()].map((path) => statSync(path).mode & 0o777);
    expect(modes).toEqual([0o700, 0o700, 0o600, 0o600]);
  });

  it('stays without a folder that others may read, that is a link, or that belongs to another user, and says why once', () => {
    mkdirSync(`${root}/shop`);
    chmodSync(`${root}/shop`, 0o755);
    const spool = open();
    expect([put(spool, 'a'), put(spool, 'b')]).toEqual([undefined, undefined]);
    expect(events).toEqual([
      { type: 'spool_unavailable', message: `${root} can't be used: ${root}/shop is open to others: its mode has to be 0700` },
    ]);
    rmSync(`${root}/shop`, { recursive: true });
    mkdirSync(`${root}/elsewhere`, { mode: 0o700 });
    symlinkSync(`${root}/elsewhere`, `${root}/shop`);
    expect(put(open(), 'a')).toBeUndefined();
    expect(events[1]).toEqual({ type: 'spool_unavailable', message: `${root} can't be used: ${root}/shop is a symbolic link` });
    expect(readdirSync(`${root}/elsewhere`)).toEqual([]);
  });

  it('tries again half a minute after the disk refused', () => {
    writeFileSync(`${root}/shop`, 'in the way');
    const spool = open();
    expect(put(spool, 'a')).toBeUndefined();
    rmSync(`${root}/shop`);
    clock.advance(29_999);
    expect(put(spool, 'b')).toBeUndefined();
    clock.advance(1);
    expect(put(spool, 'c')).toBeDefined();
    expect(events).toHaveLength(1);
  });

  it('does not give what is held in memory too, before it is released', async () => {
    const spool = open();
    const held = put(spool, 'held', { held: true });
    expect(spool.holds('traces')).toBe(false);
    put(spool, 'free');
    expect(await take(spool)).toEqual(['free']);
    expect(spool.holds('traces')).toBe(false);
    if (held) spool.release(held);
    expect(await take(spool)).toEqual(['held']);
    expect(segments()).toEqual([]);
  });

  it('gives a request again that was given back, before the others', async () => {
    const spool = open();
    put(spool, 'a');
    put(spool, 'b');
    const first = await spool.next('traces');
    if (first) spool.putBack(first);
    expect(await take(spool)).toEqual(['a', 'b']);
  });

  it('uses a file again when all in it was delivered', () => {
    const spool = open();
    for (let round = 0; round < 100; round++) {
      const stored = put(spool, 'x'.repeat(1000), { held: true });
      if (stored) spool.remove(stored);
    }
    expect(segments().map((path) => statSync(path).size)).toEqual([0]);
  });
});

describe('the bound of a spool', () => {
  it('gives up the oldest, those with errors last', async () => {
    const spool = open({ maxBytes: 4000 });
    for (let index = 0; index < 12; index++) put(spool, `${index}`.padEnd(900), { urgent: index < 2 });
    expect(spool.bytes).toBeLessThanOrEqual(4000);
    const left = (await take(spool)).map((text) => text.trim());
    // A file, of which four fill the bound, is given up as a whole.
    expect(dropped()).toEqual(Array(4).fill(['spool_full', 'traces', 2]));
    expect(left).toEqual(['0', '1', '10', '11']);
  });

  it('gives up errors for errors, and nothing for what does not fit at all', async () => {
    const spool = open({ maxBytes: 4000 });
    for (let index = 0; index < 6; index++) put(spool, `${index}`.padEnd(900), { urgent: true });
    expect(put(spool, 'regular'.padEnd(900))).toBeUndefined();
    const before = spool.bytes;
    expect(put(spool, 'x'.repeat(4001), { urgent: true })).toBeUndefined();
    expect(spool.bytes).toBe(before);
    expect((await take(spool)).map((text) => text.trim())).toEqual(['2', '3', '4', '5']);
  });

  it('drops what is too old, and only that', async () => {
    const spool = open({ maxAgeMillis: 16 * HOUR });
    put(spool, 'old');
    clock.advance(2 * HOUR);
    put(spool, 'younger');
    clock.advance(15 * HOUR);
    put(spool, 'new');
    expect(await take(spool)).toEqual(['younger', 'new']);
    expect(dropped()).toEqual([['expired', 'traces', 1]]);
  });

  it('drops what is too old also when nothing can be sent', () => {
    const spool = open({ maxAgeMillis: HOUR });
    put(spool, 'old');
    clock.advance(HOUR + 1);
    spool.adopt();
    expect(dropped()).toEqual([['expired', 'traces', 1]]);
    expect(segments()).toEqual([]);
  });

  it('does not take for old what was stored just now in a process that has run for long', async () => {
    const spool = open({ maxAgeMillis: HOUR });
    for (let round = 0; round < 30; round++) {
      const stored = put(spool, 'delivered', { held: true });
      if (stored) spool.remove(stored);
      clock.advance(HOUR / 10);
    }
    put(spool, 'fresh');
    expect(segments()).toHaveLength(1);
    bury();
    const next = open({ maxAgeMillis: HOUR });
    next.adopt();
    expect(await take(next)).toEqual(['fresh']);
    expect(dropped()).toEqual([]);
  });

  it('does not take for old what was stored before the clock was set', async () => {
    const spool = open({ maxAgeMillis: HOUR });
    put(spool, 'before');
    clock.wallMillis += 1000 * HOUR;
    put(spool, 'after');
    clock.wallMillis -= 2000 * HOUR;
    spool.adopt();
    expect((await take(spool)).sort()).toEqual(['after', 'before']);
    expect(dropped()).toEqual([]);
  });
});

describe('what a process that is gone has left', () => {
  it('is taken over, and delivered, by the next with the same service', async () => {
    const first = open();
    put(first, 'a');
    put(first, 'b', { urgent: true });
    first.close();
    bury();
    const next = open();
    next.adopt();
    expect(await take(next)).toEqual(['a', 'b']);
    next.close();
    expect(folders()).toEqual([]);
    put(open({ service: 'other' }), 'c');
    const third = open();
    third.adopt();
    expect(third.holds('traces')).toBe(false);
  });

  it('is taken over with what it had itself taken over, even in the middle of that', async () => {
    put(open(), 'a');
    bury();
    const second = open();
    put(second, 'b');
    const [folderOfFirst = '', folderOfSecond = ''] = [...folders()].sort((a, b) => statSync(a).birthtimeMs - statSync(b).birthtimeMs);
    // The second process died after it had moved the folder, before it had moved the files.
    renameSync(folderOfFirst, `${folderOfSecond}/claimed-first`);
    bury();
    const third = open();
    third.adopt();
    expect((await take(third)).sort()).toEqual(['a', 'b']);
    third.close();
    expect(folders()).toEqual([]);
  });

  it('is left alone while its process runs', () => {
    put(open(), 'a');
    const other = open();
    other.adopt();
    expect(other.holds('traces')).toBe(false);
  });

  it('is left alone in another host until its owner has been silent for ninety seconds', () => {
    put(open(), 'a');
    bury({ world: 'another host' });
    const seconds = clock.wallMillis / 1000;
    for (const folder of folders()) utimesSync(`${folder}/owner`, seconds, seconds);
    const other = open();
    clock.advance(90_000);
    other.adopt();
    expect(other.holds('traces')).toBe(false);
    clock.advance(1);
    other.adopt();
    expect(other.holds('traces')).toBe(true);
  });

  it('is never that of a process which shows signs of life, by storing or by looking around', () => {
    const spool = open();
    put(spool, 'a');
    const silence = (): number => clock.wallMillis - statSync(`${folders()[0]}/owner`).mtimeMs;
    clock.advance(60_000);
    spool.adopt();
    expect(silence()).toBe(0);
    clock.advance(60_000);
    put(spool, 'b');
    expect(silence()).toBe(0);
  });

  it('is not sent by an owner that was only frozen, and begins anew', async () => {
    const frozen = open();
    put(frozen, 'a');
    bury({ world: 'another host' });
    clock.advance(100_000);
    for (const folder of folders()) utimesSync(`${folder}/owner`, 0, 0);
    const other = open();
    other.adopt();
    expect(await take(frozen)).toEqual([]);
    expect(put(frozen, 'b')).toBeDefined();
    expect(await take(other)).toEqual(['a']);
    expect(await take(frozen)).toEqual(['b']);
    expect(events).toEqual([]);
  });

  it('is read up to where it is torn; what is lost by that is told', async () => {
    const first = open();
    put(first, 'whole');
    put(first, 'torn');
    const [path = ''] = segments();
    truncateSync(path, statSync(path).size - 1);
    bury();
    const next = open();
    next.adopt();
    expect(await take(next)).toEqual(['whole']);
    expect(dropped()).toEqual([['corrupt', 'traces', 1]]);
    expect(segments()).toEqual([]);
  });

  it('is read around what is damaged, and dropped where nothing of it is whole', async () => {
    const first = open();
    put(first, 'a');
    put(first, 'b');
    put(first, 'log', { signal: 'logs' });
    for (const path of segments()) {
      const bytes = readFileSync(path);
      bytes[16] = 0;
      writeFileSync(path, bytes);
    }
    bury();
    const next = open();
    next.adopt();
    expect(await take(next)).toEqual(['b']);
    expect(await take(next, 'logs')).toEqual([]);
    expect(dropped()).toEqual([
      ['corrupt', 'traces', 1],
      ['corrupt', 'logs', 1],
    ]);
    expect(segments()).toEqual([]);
  });

  it('is not touched where it is a link, belongs to another user, or does not say whose it is', () => {
    put(open(), 'a');
    bury();
    const [folder = ''] = folders();
    renameSync(folder, `${root}/hidden`);
    symlinkSync(`${root}/hidden`, folder);
    const next = open();
    next.adopt();
    expect(next.holds('traces')).toBe(false);
    rmSync(folder);
    renameSync(`${root}/hidden`, folder);
    for (const owner of ['', '{"pid":1}']) {
      writeFileSync(`${folder}/owner`, owner);
      next.adopt();
    }
    bury();
    const mine = process.geteuid?.();
    if (mine !== undefined) {
      vi.spyOn(process as Required<NodeJS.Process>, 'geteuid').mockReturnValue(mine + 1);
      next.adopt();
      vi.restoreAllMocks();
    }
    expect(next.holds('traces')).toBe(false);
    expect(existsSync(`${folder}/owner`)).toBe(true);
  });

  it('is taken without the files that are no segments, or links', async () => {
    put(open(), 'a');
    bury();
    const [path = ''] = segments();
    writeFileSync(`${root}/secret`, 'not telemetry');
    symlinkSync(`${root}/secret`, path.replace('traces', 'logs'));
    writeFileSync(path.replace('traces', 'unknown'), '');
    const next = open();
    next.adopt();
    expect(await take(next)).toEqual(['a']);
    expect(next.holds('logs')).toBe(false);
    expect(readFileSync(`${root}/secret`, 'utf8')).toBe('not telemetry');
  });
});

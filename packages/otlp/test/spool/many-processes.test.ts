import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ExportEvent } from '../../src/export-event.js';
import { frameHeader } from '../../src/spool/frame.js';
import { thisOwner } from '../../src/spool/owner.js';
import { segmentName } from '../../src/spool/segment.js';
import { Spool } from '../../src/spool/spool.js';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'otlp-spool-'));
});
afterEach(() => rmSync(root, { recursive: true }));

/** Leaves what so many processes that are gone would: a folder each, with one request. */
function leave(processes: number): void {
  const owner = JSON.stringify({ ...thisOwner(), started: '1' });
  mkdirSync(`${root}/shop`, { mode: 0o700 });
  for (let index = 0; index < processes; index++) {
    const createdMillis = Date.now() - 1_000_000 + index;
    const folder = `${root}/shop/${createdMillis.toString(36).padStart(9, '0')}-${index}-0-abc`;
    mkdirSync(folder, { mode: 0o700 });
    writeFileSync(`${folder}/owner`, owner, { mode: 0o600 });
    const body = Buffer.from(String(index));
    const name = segmentName({ createdMillis, signal: 'traces', urgent: false }, '0-abc');
    writeFileSync(`${folder}/${name}`, Buffer.concat([frameHeader(body, 1), body]), { mode: 0o600 });
  }
}

async function takeAll(spool: Spool): Promise<number[]> {
  const texts: number[] = [];
  for (let next = await spool.next('traces'); next; next = await spool.next('traces')) {
    texts.push(Number(Buffer.from(next.body).toString()));
    spool.remove(next);
  }
  return texts;
}

describe('what very many processes have left', () => {
  it('is taken over a few at a time, the oldest first', async () => {
    leave(70);
    const spool = new Spool({ root, service: 'shop' });
    const expected = Array.from({ length: 70 }, (_, index) => index);
    spool.adopt();
    expect(await takeAll(spool)).toEqual(expected.slice(0, 32));
    spool.adopt();
    spool.adopt();
    expect(await takeAll(spool)).toEqual(expected.slice(32));
    spool.close();
    expect(readdirSync(`${root}/shop`)).toEqual([]);
  });

  it('is bounded in number: the oldest are given up and counted', async () => {
    leave(503);
    const events: ExportEvent[] = [];
    const spool = new Spool({ root, service: 'shop', onEvent: (event) => void events.push(event) });
    spool.append('traces', false, Buffer.from('1000'), 1);
    expect(readdirSync(`${root}/shop`)).toHaveLength(500);
    expect(events).toEqual(Array.from({ length: 4 }, () => ({ type: 'dropped', signal: 'traces', items: 1, reason: 'spool_full' })));
    spool.append('traces', false, Buffer.from('1001'), 1);
    expect(events).toHaveLength(4);
    spool.adopt();
    expect((await takeAll(spool)).slice(0, 3)).toEqual([4, 5, 6]);
    spool.close();
  });
});

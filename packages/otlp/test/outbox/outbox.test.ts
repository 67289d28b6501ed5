import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EncodedRequest } from '../../src/encoded-request.js';
import type { ExportEvent, Failure } from '../../src/export-event.js';
import { Outbox } from '../../src/outbox/outbox.js';
import type { OutboxOptions } from '../../src/outbox/outbox-options.js';
import { thisOwner } from '../../src/spool/owner.js';
import { Spool } from '../../src/spool/spool.js';
import type { SendResult } from '../../src/transport-options.js';
import { decode, encode } from '../decode.js';
import { FakeClock } from '../fake-clock.js';

interface Sent {
  readonly names: string;
  readonly items: number;
  answer(result: SendResult): Promise<void>;
}

let root: string;
let clock: FakeClock;
let events: ExportEvent[];
let sent: Sent[];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'otlp-outbox-'));
  clock = new FakeClock();
  events = [];
  sent = [];
});
afterEach(() => rmSync(root, { recursive: true }));

/** Lets everything happen that is due: promises, immediates and the reading of files. */
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
};
/** Waits until this many requests were made: reading from the disk takes its time. */
const until = async (requests: number): Promise<void> => {
  while (sent.length < requests) await new Promise((resolve) => setImmediate(resolve));
  await settle();
};
const onEvent = (event: ExportEvent): void => void events.push(event);
const openSpool = (options: { maxBytes?: number } = {}): Spool => new Spool({ root, service: 'shop', clock, onEvent, ...options });
const send = (body: Uint8Array, items: number): Promise<SendResult> =>
  new Promise((resolve) =>
    sent.push({
      names: namesOf(body),
      items,
      async answer(result) {
        resolve(result);
        await settle();
      },
    }),
  );
const open = (options: Partial<OutboxOptions> = {}): Outbox =>
  new Outbox({
    signal: 'traces',
    transport: { send },
    maxItems: 100,
    maxBytes: 1 << 20,
    maxRequestItems: 1,
    onEvent,
    clock,
    random: () => 0.5,
    ...options,
  });
const request = (...names: string[]): EncodedRequest => ({
  body: encode('TracesData', { resourceSpans: [{ scopeSpans: [{ spans: names.map((name) => ({ name })) }] }] }),
  items: names.length,
});
interface Decoded {
  scopeSpans: { spans: { name: string }[] }[];
}
const namesOf = (body: Uint8Array): string =>
  decode('TracesData', body)
    .resourceSpans.flatMap(({ scopeSpans }: Decoded) => scopeSpans.flatMap(({ spans }) => spans.map(({ name }) => name)))
    .join(' ');
const put = async (outbox: Outbox, ...requests: string[]): Promise<void> => {
  for (const names of requests) outbox.put(request(...names.split(' ')), false);
  await settle();
};
/** Reads everything on disk back, sorted, removing it. */
const takeAll = async (spool: Spool): Promise<string[]> => {
  const found: string[] = [];
  for (let next = await spool.next('traces'); next; next = await spool.next('traces')) {
    found.push(namesOf(next.body));
    spool.remove(next);
  }
  return found.sort();
};
const names = (): string[] => sent.map((one) => one.names);
const last = (): Sent => sent.at(-1) as Sent;

const delivered: SendResult = { outcome: 'delivered', bytes: 10, rejected: 0 };
const refused: Failure = { reason: 'connection', code: 'ECONNREFUSED', retryable: true, message: 'no connection' };
const down: SendResult = { outcome: 'failed', ...refused };
const tooLarge: SendResult = { outcome: 'too_large', reason: 'status', status: 413, retryable: false, message: '413' };
const bad: SendResult = { outcome: 'failed', reason: 'status', status: 400, retryable: false, message: '400' };
/** Events as [type, items, and what matters of each]. */
const told = (): unknown[] =>
  events.map((event) => {
    if (event.type === 'retrying') return ['retrying', event.items, event.retry, event.delayMillis];
    if (event.type === 'dropped') return ['dropped', event.items, event.reason];
    return 'items' in event ? [event.type, event.items] : event;
  });

describe('an outbox', () => {
  it('sends soon, in order, four requests at once at the most', async () => {
    const outbox = open();
    outbox.put(request('a'), false);
    expect(names()).toEqual([]);
    await put(outbox, 'b', 'c', 'd', 'e', 'f');
    expect(names()).toEqual(['a', 'b', 'c', 'd']);
    expect([outbox.memory.items, outbox.memory.itemsUnderWay, outbox.memory.itemsProcessed]).toEqual([6, 4, 4]);
    await sent[2]?.answer(delivered);
    expect(names()).toEqual(['a', 'b', 'c', 'd', 'e']);
    for (const one of sent) await one.answer(delivered);
    await last().answer(delivered);
    expect([outbox.memory.items, outbox.memory.itemsUnderWay, outbox.memory.itemsProcessed, outbox.isFailing]).toEqual([0, 0, 6, false]);
    expect(told()).toEqual(Array(6).fill(['delivered', 1]));
  });

  it('puts batches together, as far as one request may be long', async () => {
    const outbox = open({ maxRequestItems: 3 });
    await put(outbox, 'a', 'b', 'c', 'd e', 'f', 'g h i j', 'k');
    expect(names()).toEqual(['a b c', 'd e f', 'g h i j', 'k']);
    expect(sent.map(({ items }) => items)).toEqual([3, 3, 4, 1]);
    const large = 'x'.repeat(600_000);
    const byBytes = open({ maxRequestItems: 100, maxBytes: 1e8 });
    sent = [];
    await put(byBytes, large, large, 'small');
    expect(sent.map(({ items }) => items)).toEqual([1, 2]);
  });

  it('tells how long a delivery took, from the first attempt on', async () => {
    const outbox = open();
    await put(outbox, 'a');
    clock.advance(30);
    await last().answer(down);
    clock.advance(1000);
    await settle();
    clock.advance(5);
    await last().answer({ ...delivered, message: 'one was bad', rejected: 1 });
    expect(events.slice(1)).toEqual([
      { type: 'partial_success', signal: 'traces', rejected: 1, message: 'one was bad' },
      { type: 'delivered', signal: 'traces', items: 0, bytes: 10, bodyBytes: request('a').body.length, durationMillis: 1035 },
    ]);
    expect(outbox.memory.items).toBe(0);
  });
});

describe('a Collector that is away', () => {
  it('is tried after one second and then ever less often, by one request, for as long as it takes', async () => {
    const outbox = open();
    await put(outbox, 'a', 'b');
    await sent[0]?.answer(down);
    await sent[1]?.answer(down);
    expect([outbox.isFailing, outbox.memory.itemsUnderWay]).toEqual([true, 0]);
    const waits: number[] = [];
    for (let attempt = 0; attempt < 7; attempt++) {
      const [wait = 0] = clock.waits;
      waits.push(wait);
      await put(outbox, `later${attempt}`);
      clock.advance(wait);
      await settle();
      expect(names().slice(2 + attempt)).toEqual(['a']);
      await last().answer(down);
    }
    expect(waits).toEqual([1000, 1500, 2250, 3375, 5000, 5000, 5000]);
    expect(outbox.memory.itemsProcessed).toBe(2);
  });

  it('gets everything in order when it is back, whichever request failed first', async () => {
    const outbox = open();
    await put(outbox, 'a', 'b', 'c', 'd', 'e');
    for (const index of [2, 0, 3, 1]) await sent[index]?.answer(down);
    await put(outbox, 'f');
    sent = [];
    clock.advance(1000);
    await settle();
    expect(names()).toEqual(['a']);
    await last().answer(delivered);
    expect(names()).toEqual(['a', 'b', 'c', 'd', 'e']);
    for (const one of sent.slice(1)) await one.answer(delivered);
    await last().answer(delivered);
    expect(names()).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
    expect([outbox.memory.items, outbox.memory.itemsProcessed]).toEqual([0, 6]);
  });

  it('begins with a second again after it was back', async () => {
    const outbox = open();
    await put(outbox, 'a');
    for (const wait of [1000, 1500, 2250]) {
      await last().answer(down);
      expect(clock.waits).toEqual([wait]);
      clock.advance(wait);
      await settle();
    }
    await last().answer(delivered);
    await put(outbox, 'b');
    await last().answer(down);
    expect(clock.waits).toEqual([1000]);
  });

  it('is left alone for as long as it asks', async () => {
    const outbox = open();
    await put(outbox, 'a');
    await last().answer({ outcome: 'failed', reason: 'status', status: 503, retryable: true, retryAfterMillis: 60_000, message: '503' });
    expect(clock.waits).toEqual([66_000]);
    await put(outbox, 'b');
    clock.advance(65_999);
    await settle();
    expect(names()).toEqual(['a']);
    clock.advance(1);
    await settle();
    expect(names()).toEqual(['a', 'a']);
  });

  it('is tried again as long as it never answered, whatever the reason', async () => {
    const outbox = open();
    await put(outbox, 'a');
    for (const failure of [
      { reason: 'connection', code: 'CERT_HAS_EXPIRED', retryable: false, message: 'expired' },
      { reason: 'response', code: 'HPE_INVALID_CONSTANT', retryable: false, message: 'garbage' },
      { reason: 'headers', retryable: true, message: 'no token' },
      { reason: 'timeout', retryable: true, message: 'silent' },
    ] as const) {
      await last().answer({ outcome: 'failed', ...failure });
      clock.advance(5000);
      await settle();
    }
    expect(names()).toEqual(Array(5).fill('a'));
    expect(outbox.memory.items).toBe(1);
  });
});

describe('a request that the Collector does not want', () => {
  it('is given up and counted, and what follows is sent', async () => {
    const outbox = open();
    await put(outbox, 'a b', 'c');
    await sent[0]?.answer(bad);
    await sent[1]?.answer(delivered);
    expect(told()).toEqual([
      ['failed', 2],
      ['delivered', 1],
    ]);
    expect([outbox.memory.items, outbox.isFailing]).toEqual([0, false]);
  });

  it('is sent in parts where it is too large, down to single items', async () => {
    const outbox = open({ maxRequestItems: 10 });
    await put(outbox, 'a', 'b c d', 'e');
    for (let index = 0; index < sent.length; index++) {
      const one = sent[index] as Sent;
      await one.answer(one.items > 1 || one.names === 'c' ? tooLarge : delivered);
    }
    expect(names()).toEqual(['a b c d e', 'a', 'b c d', 'e', 'b', 'c d', 'c', 'd']);
    expect(told()).toEqual([
      ['delivered', 1],
      ['delivered', 1],
      ['delivered', 1],
      ['failed', 1],
      ['delivered', 1],
    ]);
    expect([outbox.memory.items, outbox.memory.itemsProcessed, outbox.isFailing]).toEqual([0, 5, false]);
  });
});

describe('a flush', () => {
  it('delivers what was put in before, and does not wait for what comes meanwhile', async () => {
    const outbox = open();
    await put(outbox, 'a');
    let done: boolean | undefined;
    outbox.put(request('b'), false);
    void outbox.flush().then((result) => {
      done = result;
    });
    await settle();
    expect(names()).toEqual(['a', 'b']);
    await put(outbox, 'c');
    await sent[0]?.answer(delivered);
    expect(done).toBeUndefined();
    await sent[1]?.answer(delivered);
    expect(done).toBe(true);
    expect(outbox.memory.items).toBe(1);
  });

  it('has nothing to do where there is nothing', async () => {
    expect(await open().flush()).toBe(true);
    expect(await open({ spool: openSpool() }).flush()).toBe(true);
    expect(names()).toEqual([]);
  });

  it('does not wait out a wait, and ends with the first attempt that fails', async () => {
    const outbox = open();
    await put(outbox, 'a', 'b');
    for (const one of sent) await one.answer(down);
    const flushing = outbox.flush();
    await settle();
    expect(names()).toEqual(['a', 'b', 'a']);
    await last().answer(down);
    expect(await flushing).toBe(false);
    expect([outbox.memory.items, clock.waits.length]).toEqual([2, 1]);
  });

  it('delivers the parts of what is too large too', async () => {
    const outbox = open();
    await put(outbox, 'a b');
    const flushing = outbox.flush();
    await last().answer(tooLarge);
    await sent[1]?.answer(delivered);
    await sent[2]?.answer(delivered);
    expect(await flushing).toBe(true);
    expect(names()).toEqual(['a b', 'a', 'b']);
  });

  it('delivers what is on disk as well', async () => {
    const spool = openSpool();
    spool.append('traces', false, request('stored').body, 1);
    const outbox = open({ spool });
    const flushing = outbox.flush();
    await until(1);
    expect(names()).toEqual(['stored']);
    await last().answer(delivered);
    clock.advance(0);
    expect(await flushing).toBe(true);
    expect(spool.holds('traces')).toBe(false);
  });
});

describe('memory', () => {
  const urgency = async (outbox: Outbox): Promise<void> => {
    for (const name of ['a', 'E1', 'b', 'E2', 'c', 'd']) outbox.put(request(name), name.startsWith('E'));
    await settle();
  };

  it('gives up the oldest beyond its number of items, errors last, and counts them', async () => {
    const outbox = open({ maxItems: 3 });
    await put(outbox, 'first');
    await last().answer(down);
    sent = [];
    await urgency(outbox);
    expect(told().slice(1)).toEqual(Array(4).fill(['dropped', 1, 'queue_full']));
    expect(outbox.memory.batches.map(({ body }) => namesOf(body))).toEqual(['E1', 'E2', 'd']);
    outbox.put(request('E3'), true);
    outbox.put(request('E4'), true);
    expect(outbox.memory.batches.map(({ body }) => namesOf(body))).toEqual(['E2', 'E3', 'E4']);
    outbox.put(request('e'), false);
    expect(outbox.memory.batches.map(({ body }) => namesOf(body))).toEqual(['E2', 'E3', 'E4']);
    expect([outbox.memory.items, outbox.memory.itemsUnstored]).toEqual([3, 3]);
  });

  it('gives up the oldest beyond its bytes, and counts what is under way', async () => {
    const bytes = request('x'.repeat(1000)).body.length;
    const outbox = open({ maxBytes: bytes * 3 });
    await put(outbox, ...'abcde'.split('').map((letter) => letter.repeat(1000)));
    expect(told()).toEqual([
      ['dropped', 1, 'queue_full'],
      ['dropped', 1, 'queue_full'],
    ]);
    expect(names().map((name) => name[0])).toEqual(['c', 'd', 'e']);
    await put(outbox, 'f'.repeat(1000));
    expect(outbox.memory.items).toBe(3);
    expect(told()).toHaveLength(3);
  });

  it('gives what it can not hold to the disk, from which it comes back', async () => {
    const outbox = open({ maxItems: 2, spool: openSpool() });
    await put(outbox, 'first');
    await last().answer(down);
    sent = [];
    await put(outbox, 'a', 'b', 'c');
    expect([outbox.memory.items, outbox.memory.itemsUnstored, outbox.memory.itemsProcessed]).toEqual([2, 2, 2]);
    expect(told().slice(1)).toEqual([
      ['stored', 1],
      ['stored', 1],
    ]);
    clock.advance(1000);
    await settle();
    for (let count = 1; count <= 4; count++) {
      await until(count);
      await sent[count - 1]?.answer(delivered);
      clock.advance(250);
    }
    expect(names()[0]).toBe('b');
    expect(names().sort()).toEqual(['a', 'b', 'c', 'first']);
    expect([outbox.memory.items, outbox.memory.itemsProcessed]).toEqual([0, 4]);
    expect(told().filter((one) => (one as [string])[0] === 'delivered')).toHaveLength(4);
    expect(told().filter((one) => (one as [string])[0] === 'dropped')).toEqual([]);
  });

  it('gives up what neither it nor the disk can hold', async () => {
    writeFileSync(`${root}/shop`, 'in the way');
    const outbox = open({ maxItems: 1, spool: openSpool() });
    await put(outbox, 'first');
    await last().answer(down);
    await put(outbox, 'a', 'b');
    expect(told().slice(1)).toEqual([
      { type: 'spool_unavailable', message: `${root} can't be used: EEXIST` },
      ['dropped', 1, 'queue_full'],
      ['dropped', 1, 'queue_full'],
    ]);
  });
});

describe('saving', () => {
  it('moves what waits to the disk, and copies what is under way, which goes again when its answer comes', async () => {
    const spool = openSpool();
    const outbox = open({ spool });
    await put(outbox, 'a', 'b', 'c', 'd', 'e');
    expect(outbox.memory.save()).toBe(0);
    expect([outbox.memory.items, outbox.memory.itemsUnstored]).toEqual([4, 0]);
    expect(spool.holds('traces')).toBe(true);
    expect(outbox.memory.save()).toBe(0);
    expect(told()).toEqual(Array(5).fill(['stored', 1]));
    for (const one of sent.slice(0, 3)) await one.answer(delivered);
    await sent[3]?.answer(down);
    expect(outbox.memory.items).toBe(1);
    // Both what waited and what failed are on disk, once.
    outbox.close();
    spool.close();
    const owner = JSON.stringify({ ...thisOwner(), started: '1' });
    for (const name of readdirSync(`${root}/shop`)) writeFileSync(`${root}/shop/${name}/owner`, owner);
    const next = openSpool();
    next.adopt();
    expect(await takeAll(next)).toEqual(['d', 'e']);
  });

  it('tells how many items could not be stored, and keeps them', async () => {
    const outbox = open();
    await put(outbox, 'a b', 'c', 'd', 'e', 'f');
    expect(outbox.memory.save()).toBe(6);
    expect([outbox.memory.items, outbox.memory.itemsUnstored]).toEqual([6, 6]);
  });

  it('is undone by whoever delivers by other means', async () => {
    const spool = openSpool();
    const outbox = open({ spool });
    await put(outbox, 'a', 'b', 'c', 'd', 'e');
    const batches = outbox.memory.batches;
    outbox.memory.save();
    for (const batch of batches) outbox.memory.confirm(batch);
    spool.close();
    expect(readdirSync(`${root}/shop`)).toEqual([]);
    const inMemory = open();
    await put(inMemory, 'a', 'b', 'c', 'd', 'e');
    for (const batch of inMemory.memory.batches) inMemory.memory.confirm(batch);
    expect(inMemory.memory.items).toBe(4);
  });
});

describe('storing always', () => {
  it('has everything on disk before it is sent, and nothing after it was delivered', async () => {
    const spool = openSpool();
    const outbox = open({ spool, storeAlways: true });
    outbox.put(request('a'), false);
    outbox.put(request('b', 'c'), true);
    expect(told()).toEqual([
      ['stored', 1],
      ['stored', 2],
    ]);
    expect(outbox.memory.itemsUnstored).toBe(0);
    await settle();
    expect(spool.holds('traces')).toBe(false);
    await sent[0]?.answer(delivered);
    await sent[1]?.answer(tooLarge);
    expect(told().slice(2)).toEqual([
      ['delivered', 1],
      ['stored', 1],
      ['stored', 1],
    ]);
    for (const one of sent.slice(2)) await one.answer(delivered);
    expect(names()).toEqual(['a', 'b c', 'b', 'c']);
    expect(spool.bytes).toBe(0);
  });

  it('sends nothing twice when memory overflows or the outbox is closed', async () => {
    const spool = openSpool();
    const outbox = open({ spool, storeAlways: true, maxItems: 2 });
    await put(outbox, 'a');
    await last().answer(down);
    await put(outbox, 'b', 'c', 'd');
    expect([outbox.memory.items, told().filter((one) => (one as [string])[0] === 'dropped')]).toEqual([2, []]);
    outbox.close();
    expect(await takeAll(spool)).toEqual(['a', 'b', 'c', 'd']);
  });
});

describe('replaying', () => {
  const stored = (...all: string[]): Spool => {
    const spool = openSpool();
    for (const names of all) spool.append('traces', false, request(...names.split(' ')).body, names.split(' ').length);
    return spool;
  };

  it('sends the oldest first, one at a time, with a pause as long as each took, a quarter of a second at the most', async () => {
    const outbox = open({ spool: stored('a', 'b', 'c') });
    outbox.wake();
    await until(1);
    expect(names()).toEqual(['a']);
    clock.advance(40);
    await last().answer(delivered);
    expect([names(), clock.waits]).toEqual([['a'], [40]]);
    clock.advance(40);
    await until(2);
    clock.advance(9000);
    await last().answer(delivered);
    expect([names(), clock.waits]).toEqual([['a', 'b'], [250]]);
  });

  it('holds up nothing that is recorded now', async () => {
    const outbox = open({ spool: stored('old') });
    outbox.wake();
    await until(1);
    await put(outbox, 'a', 'b', 'c', 'd');
    expect(names()).toEqual(['old', 'a', 'b', 'c', 'd']);
  });

  it('stops when the Collector is away again, and goes on with the same request', async () => {
    const outbox = open({ spool: stored('a', 'b') });
    outbox.wake();
    await until(1);
    await last().answer(down);
    expect([names(), clock.waits, outbox.isFailing]).toEqual([['a'], [1000], true]);
    outbox.wake();
    await settle();
    expect(names()).toEqual(['a']);
    clock.advance(1000);
    await until(2);
    await last().answer(delivered);
    clock.advance(250);
    await until(3);
    await last().answer(delivered);
    expect(names()).toEqual(['a', 'a', 'b']);
    expect(outbox.isFailing).toBe(false);
  });

  it('leaves the disk alone while the Collector is away and memory has something', async () => {
    const outbox = open({ spool: stored('disk') });
    await put(outbox, 'memory');
    await until(2);
    await sent.find(({ names }) => names === 'memory')?.answer(down);
    await sent.find(({ names }) => names === 'disk')?.answer(down);
    sent = [];
    clock.advance(1000);
    await settle();
    expect(names()).toEqual(['memory']);
    await last().answer(delivered);
    await until(2);
    expect(names()).toEqual(['memory', 'disk']);
  });

  it('divides what is too large, gives up what is not wanted, and removes both', async () => {
    const spool = stored('a b', 'bad', 'c');
    const outbox = open({ spool });
    outbox.wake();
    for (const [index, result] of [tooLarge, delivered, delivered, bad, delivered].entries()) {
      await until(index + 1);
      await last().answer(result);
      clock.advance(250);
    }
    expect(names()).toEqual(['a b', 'a', 'b', 'bad', 'c']);
    expect(told()).toEqual([
      ['delivered', 1],
      ['delivered', 1],
      ['failed', 1],
      ['delivered', 1],
    ]);
    expect(spool.holds('traces')).toBe(false);
  });
});

describe('a closed outbox', () => {
  it('counts what is left and what still comes, and tries nothing more', async () => {
    const outbox = open();
    await put(outbox, 'a', 'b');
    for (const one of sent) await one.answer(down);
    await put(outbox, 'c');
    outbox.close();
    outbox.close();
    outbox.put(request('d', 'e'), false);
    outbox.wake();
    clock.advance(60_000);
    await settle();
    expect(told().slice(2)).toEqual([
      ['dropped', 1, 'shutdown'],
      ['dropped', 1, 'shutdown'],
      ['dropped', 1, 'shutdown'],
      ['dropped', 2, 'shutdown'],
    ]);
    expect(names()).toEqual(['a', 'b']);
  });

  it('counts what comes back', async () => {
    const outbox = open();
    await put(outbox, 'a');
    outbox.close();
    await last().answer(down);
    expect(told()).toEqual([['dropped', 1, 'shutdown']]);
    expect(clock.waits).toEqual([]);
  });
});

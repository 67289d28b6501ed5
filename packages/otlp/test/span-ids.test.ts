import type { SpanContext } from '@opentelemetry/api';
import { describe, expect, it } from 'vitest';
import { ProtoWriter } from '../src/proto-writer.js';
import { forgetIds, rememberIds, writeIds, writeSpanId } from '../src/span-ids.js';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

function makeContext(bytes: Uint8Array, parent?: SpanContext): SpanContext {
  const [spanId, traceId] = parent ? [hex(bytes.subarray(-8)), parent.traceId] : [hex(bytes.subarray(-24, -16)), hex(bytes.subarray(-16))];
  return { traceId, spanId, traceFlags: 1 };
}

const wordsOf = (bytes: Uint8Array): Int32Array => new Int32Array(new Uint8Array(bytes).buffer);

const random = (length: number): Uint8Array => crypto.getRandomValues(new Uint8Array(length));

function written(context: SpanContext): string {
  const writer = new ProtoWriter(4);
  writer.varint(1);
  writeIds(writer, 0x0a, 0x12, context);
  writeSpanId(writer, 0x22, context);
  return hex(writer.view(1));
}

/** Makes a known span whose ids are only right where they are not read from the text; spans with different numbers below 32 don't take each other's place. */
function known(number: number): { context: SpanContext; isKnown(): boolean } {
  const bytes = random(24);
  bytes[7] = number;
  const context = { ...makeContext(bytes), traceId: 'not read' };
  rememberIds(context, undefined, wordsOf(bytes), bytes.length / 4);
  return { context, isKnown: () => written(context).includes(hex(bytes.subarray(-16))) };
}

const expected = ({ traceId, spanId }: SpanContext): string => `0a10${traceId}1208${spanId}2208${spanId}`;

describe('the ids of a span', () => {
  it('are written as its text says, however many spans take turns', () => {
    const contexts = Array.from({ length: 200 }, () => makeContext(random(24)));
    for (let round = 0; round < 2; round++) for (const one of contexts) expect(written(one)).toBe(expected(one));
  });

  it('are written as its text says where the bytes are known', () => {
    const contexts: SpanContext[] = [];
    for (let root = 0; root < 100; root++) {
      const bytes = random(40);
      const context = makeContext(bytes);
      rememberIds(context, undefined, wordsOf(bytes), bytes.length / 4);
      const childBytes = random(16);
      const child = makeContext(childBytes, context);
      rememberIds(child, context, wordsOf(childBytes), childBytes.length / 4);
      expect(written(child)).toBe(expected(child));
      contexts.push(context, child);
    }
    for (const one of contexts) expect(written(one)).toBe(expected(one));
  });

  it('are read from the bytes, not the text, of a span that is known', () => {
    const bytes = random(24);
    const context = { ...makeContext(bytes), traceId: 'not read' };
    rememberIds(context, undefined, wordsOf(bytes), bytes.length / 4);
    expect(written(context)).toContain(hex(bytes.subarray(-16)));
  });

  it('are read from the text where the parent is of another process, and known to its children', () => {
    const parent = makeContext(random(24));
    const add = (to: SpanContext): SpanContext => {
      const bytes = random(8);
      const child = makeContext(bytes, to);
      rememberIds(child, to, wordsOf(bytes), bytes.length / 4);
      return child;
    };
    const child = add(parent);
    const early = add(child);
    for (let time = 0; time < 2; time++) for (const one of [early, child, add(child)]) expect(written(one)).toBe(expected(one));
  });

  it('are read anew of a context that no recorder of ours has made, as it may have been changed', () => {
    const context = { ...makeContext(random(24)) };
    for (const traceId of ['1'.repeat(32), '2'.repeat(32)]) {
      const changed = Object.assign(context, { traceId });
      expect(written(changed)).toBe(expected(changed));
    }
  });

  it('are known of an ended span until 24 others have ended, so that no more outlives a collection of garbage', () => {
    const open = known(15);
    forgetIds({ ...open.context });
    const [first, second] = [known(100), known(101)];
    forgetIds(first.context);
    forgetIds(second.context);
    for (let number = 102; number < 124; number++) forgetIds(known(number).context);
    expect([open.isKnown(), first.isKnown(), second.isKnown()]).toEqual([true, true, true]);
    forgetIds(known(124).context);
    expect([open.isKnown(), first.isKnown(), second.isKnown()]).toEqual([true, false, true]);
  });

  it('are known of a span that took the place of one that had ended', () => {
    forgetIds(known(16).context);
    const open = known(16);
    for (let number = 17; number < 45; number++) forgetIds(known(number).context);
    expect(open.isKnown()).toBe(true);
  });

  it('are left out where they are none, each time', () => {
    const context = { traceId: 'xyz', spanId: '00f067aa0ba902b7', traceFlags: 1 };
    for (let time = 0; time < 2; time++) expect(written(context)).toBe('120800f067aa0ba902b7220800f067aa0ba902b7');
    expect(written({ ...context, spanId: '' })).toBe('');
  });
});

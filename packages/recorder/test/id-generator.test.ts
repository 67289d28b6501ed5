import { expect, test } from 'vitest';
import { PooledIdGenerator } from '../src/id-generator.js';

test('ids are of the right form and differ, also between generators', () => {
  const generators = [new PooledIdGenerator(), new PooledIdGenerator()];
  const traceIds = new Set<string>();
  const spanIds = new Set<string>();
  for (let index = 0; index < 10_000; index++) {
    for (const generator of generators) {
      spanIds.add(generator.generateSpanId());
      traceIds.add(generator.generateTraceId());
      if (index % 3 === 0) spanIds.add(generator.generateSpanId());
    }
  }
  expect(traceIds.size).toBe(20_000);
  expect(spanIds.size).toBe(26_668);
  for (const id of traceIds) expect(id).toMatch(/^[0-9a-f]{32}$/);
  for (const id of spanIds) expect(id).toMatch(/^[0-9a-f]{16}$/);
});

const bytesOf = ({ words, position }: PooledIdGenerator, count: number): string =>
  Buffer.from(words.slice(position - count / 4, position).buffer).toString('hex');

test('the words of an id are where the position says, and those of a span id in front of its trace id', () => {
  const generator = new PooledIdGenerator();
  for (let index = 0; index < 100; index++) {
    const spanId = generator.generateSpanId();
    if (index % 3 === 0) {
      expect(bytesOf(generator, 8)).toBe(spanId);
    } else {
      const traceId = generator.generateTraceId();
      expect(bytesOf(generator, 24)).toBe(spanId + traceId);
    }
  }
});

test('each bit is set in half of the ids', () => {
  const generator = new PooledIdGenerator();
  const counts = new Array<number>(128).fill(0);
  const ids = 8_192;
  for (let index = 0; index < ids; index++) {
    const bits = BigInt(`0x${generator.generateTraceId()}`);
    for (let bit = 0; bit < 128; bit++) counts[bit] = (counts[bit] as number) + Number((bits >> BigInt(bit)) & 1n);
  }
  // Six standard deviations: once in four million runs one of the 128 is farther off by chance.
  const tolerance = 6 * Math.sqrt(ids / 4);
  for (const count of counts) expect(Math.abs(count - ids / 2)).toBeLessThan(tolerance);
});

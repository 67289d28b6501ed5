import { type HrTime, ROOT_CONTEXT } from '@opentelemetry/api';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { diagnostics, only, recorders } from './recorders.js';

const told = diagnostics();
const begin = 1_700_000_000_123;
const beginTime: HrTime = [1_700_000_000, 123_000_000];

beforeEach(() => {
  vi.useFakeTimers({ now: begin, toFake: ['Date', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe.each(recorders)('$name', ({ record }) => {
  const recorded = (options: Parameters<ReturnType<typeof record>['tracer']['startSpan']>[1] = {}) => {
    const { tracer, spans } = record();
    return { span: tracer.startSpan('one', options, ROOT_CONTEXT), ended: () => only(spans) };
  };

  test('starts now, on the wall clock, and ends on the monotonic clock, whatever happens to the wall clock', () => {
    const { span, ended } = recorded();
    vi.advanceTimersByTime(1_250);
    vi.setSystemTime(begin - 3_600_000);
    span.addEvent('late');
    span.end();
    expect(ended().startTime).toEqual(beginTime);
    expect(ended().endTime).toEqual([1_700_000_001, 373_000_000]);
    expect(ended().duration).toEqual([1, 250_000_000]);
    expect(ended().events).toEqual([{ name: 'late', time: [1_700_000_001, 373_000_000] }]);
  });

  test('carries nanoseconds over into the next second', () => {
    vi.setSystemTime(1_700_000_000_999);
    const { span, ended } = recorded();
    vi.advanceTimersByTime(1);
    span.end();
    expect([ended().startTime, ended().endTime, ended().duration]).toEqual([
      [1_700_000_000, 999_000_000],
      [1_700_000_001, 0],
      [0, 1_000_000],
    ]);
  });

  test('a span whose start was given ends on the wall clock', () => {
    const { span, ended } = recorded({ startTime: begin - 10_000 });
    vi.setSystemTime(begin + 5_000);
    span.end();
    expect(ended().startTime).toEqual([1_699_999_990, 123_000_000]);
    expect(ended().endTime).toEqual([1_700_000_005, 123_000_000]);
    expect(ended().duration).toEqual([15, 0]);
  });

  test.each<[string, number | Date | HrTime, HrTime]>([
    ['milliseconds since the epoch', 1_600_000_000_250, [1_600_000_000, 250_000_000]],
    ['fractions of milliseconds', 1_600_000_000_000.5, [1_600_000_000, 500_000]],
    ['a date', new Date(1_600_000_000_250), [1_600_000_000, 250_000_000]],
    ['seconds and nanoseconds', [1_600_000_000, 1], [1_600_000_000, 1]],
  ])('takes %s as start, end and time of an event', (_, time, expected) => {
    const { span, ended } = recorded({ startTime: time });
    span.addEvent('one', time);
    span.end(time);
    expect(ended().startTime).toEqual(expected);
    expect(ended().endTime).toEqual(expected);
    expect(ended().events[0]?.time).toEqual(expected);
    expect(ended().duration).toEqual([0, 0]);
  });

  test('takes a reading of performance.now(), corrected by how far the clocks are apart', () => {
    vi.advanceTimersByTime(2_000);
    vi.setSystemTime(begin + 2_000 + 700);
    const { span, ended } = recorded({ startTime: performance.now() - 1_500 });
    span.end(performance.now() - 500);
    expect(ended().startTime).toEqual([1_700_000_001, 323_000_000]);
    expect(ended().endTime).toEqual([1_700_000_002, 323_000_000]);
  });

  test('an end before the start becomes the start, with a warning', () => {
    const { span, ended } = recorded({ startTime: [100, 5] });
    span.end([100, 4]);
    expect([ended().startTime, ended().endTime, ended().duration]).toEqual([
      [100, 5],
      [100, 5],
      [0, 0],
    ]);
    expect(told.map(({ level }) => level)).toEqual(['warn']);
  });

  test('has no end and no duration before it has ended', () => {
    const { span } = recorded();
    vi.advanceTimersByTime(5);
    expect(span).toMatchObject({ endTime: [0, 0], duration: [-1, -1], ended: false });
    span.end();
    expect(span).toMatchObject({ duration: [0, 5_000_000], ended: true });
  });
});

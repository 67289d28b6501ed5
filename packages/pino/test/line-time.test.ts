import { describe, expect, it } from 'vitest';
import { LineTimeReader, readLineTime } from '../src/line-time.js';

describe('the time of a line', () => {
  it('is read in the unit that its size tells', () => {
    const times = [',"time":1795523567398', ',"time":1795523567', ',"time":1795523567398000', ',"time":1795523567398000000'];
    expect(times.map((text) => readLineTime(text).timestamp)).toEqual([
      [1795523567, 398e6],
      [1795523567, 0],
      [1795523567, 398e6],
      [1795523567, expect.closeTo(398e6, -3)],
    ]);
  });

  it('is read from dates, to the nanosecond', () => {
    expect(readLineTime(',"time":"2026-11-24T12:00:00.250Z"')).toEqual({
      key: 'time',
      written: '2026-11-24T12:00:00.250Z',
      timestamp: [Date.UTC(2026, 10, 24, 12) / 1000, 250e6],
      isPlain: true,
    });
    expect(readLineTime(',"time":"2026-11-24T12:00:00.250000001Z"').timestamp).toEqual([Date.UTC(2026, 10, 24, 12) / 1000, 250000001]);
  });

  it('is found under the first key of a custom timestamp', () => {
    expect(readLineTime(',"@timestamp":1795523567398,"zone":"UTC"')).toEqual({
      key: '@timestamp',
      written: 1795523567398,
      timestamp: [1795523567, 398e6],
      isPlain: false,
    });
  });

  it('is read from the bytes of the line as it is from its text', () => {
    const times = [
      ...[
        ',"time":1795523567398',
        ',"time":1795523567398',
        ',"time":1795523567399',
        ',"time":1795523566399',
        ',"time":1795923566399',
        ',"time":9999999999999',
        ',"time":0000000000001',
      ],
      ...[',"time":1795523567', ',"time":17955235673.9', ',"Time":1795523567398', ',"time":"2026-11-24T12"', ',"a":1,"b":123456789', ''],
    ];
    const reader = new LineTimeReader();
    for (const text of times) {
      const line = new TextEncoder().encode(`{"level":30${text},"msg":"a"}`);
      expect(reader.readIn(new DataView(line.buffer), 11, text)).toEqual(readLineTime(text));
    }
  });

  it('is unknown where there is none, or none that can be read', () => {
    expect(readLineTime('')).toEqual({ isPlain: true });
    expect(readLineTime(',"time":"noon"')).toEqual({ key: 'time', written: 'noon', isPlain: true });
    expect(readLineTime(',"time":1,')).toEqual({ isPlain: false });
    expect(readLineTime(',broken')).toEqual({ isPlain: false });
  });
});

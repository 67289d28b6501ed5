import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { allDefinitions } from '../../src/settings/definitions.js';
import { formatFinding, resolveSettings } from '../../src/settings/resolve.js';

// The built package has these in a file of its own, which the sources have not.
vi.mock('../../src/settings/read-log-rules.ts', async () => {
  const { parseCountRules, parseSamplingRules } = await import('../../src/settings/log-rules.ts');
  return { readCountRules: parseCountRules, readSamplingRules: parseSamplingRules };
});

const variables = allDefinitions().flatMap((definition) => definition.variables);
const value = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    'true',
    '-1',
    '1e999',
    'NaN',
    'none,otlp',
    'http://',
    'http://[::1',
    'https://u:p@h:1/?q',
    '%',
    '=,=',
    'a=%0d%0ab',
    '0',
    '99999999999999999999',
  ),
);
const usable = resolveSettings({}, {}).values;

describe('resolveSettings', () => {
  it('makes something usable of any environment, and says what it could not use', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...variables), value), (environment) => {
        const { values, findings } = resolveSettings({}, environment);
        expect(Object.keys(values)).toEqual(Object.keys(usable));
        expect([values.traces.url, values.metrics.url, values.logs.url].every((url) => /^https?:\/\/[^/]+\//.test(url))).toBe(true);
        expect(values.spanBatchSize).toBeLessThanOrEqual(values.spanQueueSize);
        for (const line of findings.map(formatFinding)) expect(line).not.toContain('\n');
      }),
      { numRuns: 500 },
    );
  });

  it('survives any options', () => {
    fc.assert(
      fc.property(fc.object({ maxDepth: 2 }), (options) => {
        resolveSettings(options as never, {});
      }),
    );
    for (const options of [null, 'text', 7, []]) {
      const lines = resolveSettings(options as never, {}).findings.map(formatFinding);
      expect(lines).toEqual([`the options of start(): expected an object, got ${JSON.stringify(String(options))}; they are ignored`]);
    }
  });
});

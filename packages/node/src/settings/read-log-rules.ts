import type { CountRule, SamplingRule } from '@telewright/logs';

/** Reads rules that count lines. @throws SyntaxError */
export function readCountRules(text: string): CountRule[] {
  return text === '' ? [] : load().parseCountRules(text);
}

/** Reads rules that sample records. @throws SyntaxError */
export function readSamplingRules(text: string): SamplingRule[] {
  return text === '' ? [] : load().parseSamplingRules(text);
}

function load(): typeof import('./log-rules.js') {
  return require('./log-rules.cjs');
}

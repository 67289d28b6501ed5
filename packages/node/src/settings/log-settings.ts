import type { TraceFieldNames, TraceFieldPreset } from '@telewright/logs';
import type { Parser } from './parsers.js';
import { readCountRules, readSamplingRules } from './read-log-rules.js';

const presets = ['otel', 'loki', 'splunk', 'ecs', 'datadog', 'gcp'];
const fieldNames = { trace_id: 'traceId', span_id: 'spanId', trace_flags: 'traceFlags' } as const;
const expectedFields = `one of ${presets.join(', ')}, gcp:<project>, or names such as trace_id=traceID,span_id=spanID`;

/** Parses the names of the fields that lead from a line to its span: those of a backend, or one's own. */
export const lineFields: Parser<TraceFieldNames | TraceFieldPreset> = (text) => {
  if (presets.includes(text.toLowerCase())) return { value: text.toLowerCase() as TraceFieldPreset };
  if (/^gcp:[a-z0-9:.-]+$/.test(text)) return { value: text as TraceFieldPreset };
  const names: Record<string, string> = {};
  for (const entry of text.split(',')) {
    const [, standard, own] = /^\s*(trace_id|span_id|trace_flags)\s*=\s*(\S+)\s*$/.exec(entry) ?? [];
    if (standard === undefined || own === undefined) return { expected: expectedFields };
    names[fieldNames[standard as keyof typeof fieldNames]] = own;
  }
  return { value: names as TraceFieldNames };
};

/** Parses a regular expression, which is kept as text. */
export const pattern: Parser<string> = (text) => checked(text, (source) => new RegExp(source), 'a regular expression');

/** Parses rules that count lines, which are kept as text. */
export const countRules: Parser<string> = (text) =>
  checked(text, readCountRules, 'rules such as "count lines where severity >= error as app.errors in {error}", separated by ;');

/** Parses rules that sample records, which are kept as text. */
export const logSamplingRules: Parser<string> = (text) =>
  checked(text, readSamplingRules, 'rules such as "keep 10% where severity < info; drop where scope = db", separated by ;');

function checked(text: string, read: (text: string) => unknown, expected: string): { value: string } | { expected: string } {
  if (text === '\0') return { expected }; // the documentation asks for what is accepted
  try {
    read(text);
    return { value: text };
  } catch (error) {
    return { expected: `${expected} (${(error as Error).message})` };
  }
}

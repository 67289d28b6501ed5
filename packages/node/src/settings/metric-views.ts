import { nearestName } from './nearest-name.js';
import type { Parser } from './parsers.js';

/** How an instrument's values are put together. */
export const aggregations = [
  'default',
  'drop',
  'sum',
  'last_value',
  'explicit_bucket_histogram',
  'base2_exponential_bucket_histogram',
] as const;

const instrumentTypes = [
  'counter',
  'gauge',
  'histogram',
  'up_down_counter',
  'observable_counter',
  'observable_gauge',
  'observable_up_down_counter',
] as const;

/** Says what becomes of the metrics of some instruments. */
export interface MetricView {
  /** The view as it was given. */
  readonly text: string;
  /** The name of the instruments; `*` stands for any characters. */
  readonly instrument: string;
  readonly type?: (typeof instrumentTypes)[number];
  readonly unit?: string;
  /** The name of the meter. */
  readonly meter?: string;
  /** The name to send; the instrument is then a whole name. */
  readonly name?: string;
  readonly description?: string;
  /** The attributes to keep. */
  readonly attributes?: readonly string[];
  /** The attributes to leave out. */
  readonly without?: readonly string[];
  readonly aggregation?: (typeof aggregations)[number];
  /** The upper bounds of a histogram's buckets. */
  readonly buckets?: readonly number[];
  /** Series of one instrument at the most. */
  readonly limit?: number;
}

/** Reads what comes after `key=`; undefined where it can't. */
const readers: Readonly<Record<string, (value: string) => unknown>> = {
  type: (value) => instrumentTypes.find((name) => name === value),
  unit: decode,
  meter: decode,
  name: (value) => (value.includes('*') ? undefined : decode(value)),
  description: decode,
  attributes: names,
  without: names,
  aggregation: (value) => aggregations.find((name) => name === value),
  buckets: (value) => ascending(value.split('|').map((bound) => (/^-?[\d.]+$/.test(bound) ? Number(bound) : Number.NaN))),
  limit: (value) => (/^[1-9]\d{0,8}$/.test(value) ? Number(value) : undefined),
};

const expected =
  'a comma-separated list of views such as "http.server.* attributes=http.route|error.type limit=500" or "nodejs.* aggregation=drop"';

/**
 * Parses views: the name of instruments, then `key=value` pairs separated by blanks, lists by `|`. `,`, `|`, `%` and blanks of a value are
 * percent-encoded.
 */
export const metricViews: Parser<readonly MetricView[]> = (text) => {
  const views: MetricView[] = [];
  for (const entry of text.split(',').map((part) => part.trim())) {
    if (entry === '') continue;
    const view = parseView(entry);
    if (typeof view === 'string') return { expected: `${expected}; ${view}` };
    views.push(view);
  }
  return { value: views };
};

function parseView(text: string): MetricView | string {
  const [instrument = '', ...pairs] = text.split(/\s+/);
  if (instrument.includes('=')) return 'each starts with the name of an instrument';
  const view: Record<string, unknown> = { text, instrument: decode(instrument) };
  for (const pair of pairs) {
    const key = pair.slice(0, Math.max(0, pair.indexOf('=')));
    const reader = Object.hasOwn(readers, key) ? readers[key] : undefined;
    if (reader === undefined) {
      const nearest = nearestName(key, Object.keys(readers));
      return `"${key}" is not known${nearest ? ` (did you mean ${nearest}?)` : ''}`;
    }
    const value = reader(pair.slice(key.length + 1));
    if (value === undefined || value === '') return `the value of ${key} is wrong`;
    view[key] = value;
  }
  if (view['name'] !== undefined && instrument.includes('*')) return 'only a whole name can be sent under another one';
  return view as unknown as MetricView;
}

function names(value: string): string[] {
  return value.split('|').filter(Boolean).map(decode);
}

function ascending(bounds: readonly number[]): readonly number[] | undefined {
  const inOrder = bounds.every((bound, index) => !Number.isNaN(bound) && (index === 0 || bound > (bounds[index - 1] as number)));
  return inOrder ? bounds : undefined;
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value; // a lone % stands for itself
  }
}

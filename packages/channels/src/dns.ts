import { ATTR_DNS_QUESTION_NAME, DNS_LOOKUP_DURATION } from '@telewright/semconv';
import { DurationHistogram } from './duration-histogram.js';
import type { ChannelsOptions } from './options.js';
import { FailureReport, type Unsubscribe } from './subscribe.js';

const SCOPE = '@telewright/channels/dns';

/** An entry of the performance timeline that `node:dns` makes. */
interface DnsEntry {
  /** In milliseconds. */
  readonly duration: number;
  readonly detail?: { readonly hostname?: unknown; readonly host?: unknown };
}

/**
 * Measures `dns.lookup.duration` of each call of `node:dns`, those of `node:net` and `fetch` included. Node publishes nothing of them on a
 * channel: they are read from the performance timeline, which has no context, hence no spans, and no lookups that failed.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/dns/dns-metrics/
 */
export function listenToDns(options: ChannelsOptions = {}): Unsubscribe {
  const failures = new FailureReport(SCOPE);
  const duration = new DurationHistogram(SCOPE, DNS_LOOKUP_DURATION, options.meterProvider);
  const observer = new PerformanceObserver((list) => {
    try {
      for (const entry of list.getEntries() as unknown as DnsEntry[]) measure(duration, entry);
    } catch (error) {
      failures.report(error);
    }
  });
  observer.observe({ entryTypes: ['dns'] });
  return () => observer.disconnect();
}

function measure(duration: DurationHistogram, entry: DnsEntry): void {
  const name = entry.detail?.hostname ?? entry.detail?.host;
  if (typeof name === 'string') duration.current.record(entry.duration / 1000, { [ATTR_DNS_QUESTION_NAME]: name });
}

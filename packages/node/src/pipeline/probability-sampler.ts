import { type Context, createTraceState, isSpanContextValid, type TraceState, trace } from '@opentelemetry/api';
import { type Sampler, SamplingDecision, type SamplingResult } from '@opentelemetry/sdk-trace';

const digits = 14; // 56 bits, of which both the threshold and the randomness of a trace consist
const precision = 4;
const dropped: SamplingResult = { decision: SamplingDecision.NOT_RECORD };

/**
 * Keeps a share of traces so that services agree: a trace is kept where its 56 random bits (`rv` in tracestate, else the end of the trace id)
 * reach the threshold, and `ot=th:<threshold>` in tracestate says so to whoever comes later.
 * @see https://opentelemetry.io/docs/specs/otel/trace/tracestate-probability-sampling/
 */
export class ProbabilitySampler implements Sampler {
  private readonly threshold: string | undefined;
  private readonly encoded: string;
  private readonly keptRoot: SamplingResult;

  /** @param ratio the share of traces to keep, 0 to 1 */
  constructor(private readonly ratio: number) {
    this.threshold = thresholdOf(ratio);
    this.encoded = `th:${this.threshold?.replace(/0+$/, '') || '0'}`;
    this.keptRoot = { decision: SamplingDecision.RECORD_AND_SAMPLED, traceState: createTraceState().set('ot', this.encoded) };
  }

  shouldSample(context: Context, traceId: string): SamplingResult {
    const parent = trace.getSpanContext(context);
    const traceState = parent && isSpanContextValid(parent) ? parent.traceState : undefined;
    const before = traceState?.get('ot');
    // Hexadecimal numbers of one length compare as texts do.
    const kept = this.threshold !== undefined && (randomOf(before) ?? traceId.slice(-digits)) >= this.threshold;
    if (traceState === undefined) return kept ? this.keptRoot : dropped;
    if (kept) {
      const rest = withoutThreshold(before);
      return {
        decision: SamplingDecision.RECORD_AND_SAMPLED,
        traceState: traceState.set('ot', rest === '' ? this.encoded : `${this.encoded};${rest}`),
      };
    }
    return before === undefined ? dropped : { decision: SamplingDecision.NOT_RECORD, traceState: eraseThreshold(traceState, before) };
  }

  toString(): string {
    return `Probability{${this.ratio}}`;
  }
}

/** Gives the 14 hexadecimal digits that a trace's randomness has to reach; undefined where nothing is kept. */
function thresholdOf(ratio: number): string | undefined {
  const scaled = (1n << 56n) - BigInt(Math.round(ratio * 2 ** 56));
  if (scaled >= 1n << 56n) return undefined;
  const exact = scaled.toString(16).padStart(digits, '0');
  const kept = Math.min(digits, (/^f*/.exec(exact)?.[0].length ?? 0) + precision);
  const unit = 1n << BigInt(4 * (digits - kept));
  const rounded = ((scaled + unit / 2n) / unit) * unit;
  return (rounded >= 1n << 56n ? scaled : rounded).toString(16).padStart(digits, '0');
}

function randomOf(ot: string | undefined): string | undefined {
  return ot === undefined ? undefined : /(?:^|;)rv:([0-9a-f]{14})(?:;|$)/.exec(ot)?.[1];
}

function withoutThreshold(ot: string | undefined): string {
  if (ot === undefined) return '';
  return ot
    .split(';')
    .filter((entry) => !entry.startsWith('th:'))
    .join(';');
}

function eraseThreshold(traceState: TraceState, ot: string): TraceState {
  const rest = withoutThreshold(ot);
  return rest === '' ? traceState.unset('ot') : traceState.set('ot', rest);
}

import { type Receiver, startReceiver } from '@telewright/testing';
import type { Ended } from '../run-app.ts';
import type { Environment, Subject } from './subjects.ts';

/** Thrown where a distribution has nothing that could be tried. */
export class NotApplicable extends Error {}

/** What a try of a row has at hand. */
export interface Trial {
  readonly subject: Subject;
  /** A receiver of its own. */
  readonly receiver: Receiver;
  /** The variable that leads there. */
  readonly endpoint: Environment;
  /** Runs code with the distribution preloaded, which sends to the receiver, until it ends. */
  run(code: string, variables?: Environment, module?: boolean): Promise<Ended>;
}

/** Rejects where it is not as specified; for a row that is compared, the message says what was seen instead. */
export type Try = (trial: Trial) => Promise<void>;

/** A row of the list of what users of an OpenTelemetry SDK rely on. */
export interface Row {
  readonly id: string;
  readonly what: string;
  /** Tried on us and, because it was seen to diverge, on upstream by `npm run conformance`. */
  readonly compared?: Readonly<Record<string, Try>>;
  /** Tried on us alone. */
  readonly tries?: Readonly<Record<string, Try>>;
  /** Why it can't be met: what is compared fails for us too. */
  readonly unmet?: string;
}

/** Tries something on a distribution. */
export async function attempt(run: Try, subject: Subject): Promise<void> {
  await using receiver = await startReceiver();
  const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url };
  await run({
    subject,
    receiver,
    endpoint,
    run: (code, variables = {}, module = false) => subject.preloaded(code, { ...endpoint, ...variables }, module).ended,
  });
}

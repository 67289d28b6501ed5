import type { Attributes } from '@opentelemetry/api';
import type { MetricDefinition, ObservableKind } from '@telewright/semconv';
import type { HostFiles } from './host-files.js';
import type { HostSettings } from './host-options.js';

/** One value of one metric, as it is sent. */
export interface HostMeasurement {
  readonly metric: MetricDefinition<ObservableKind>;
  readonly value: number;
  readonly attributes: Attributes;
}

/** What a reader remembers from one collection to the next. */
export interface ReaderMemory {
  /** Physical cores, and the number of logical ones they were counted for: it takes a file per core, and seldom changes. */
  physicalCores?: { readonly logicalCount: number; readonly count: number };
  /** Per energy counter, the last raw value and the sum that goes on where the raw value wraps around. */
  readonly energy: Map<string, { readonly rawMicrojoules: number; readonly totalMicrojoules: number }>;
}

/** What a group reads from. */
export interface ReadContext {
  readonly settings: HostSettings;
  readonly files: HostFiles;
  readonly memory: ReaderMemory;
}

/** What a group needs beyond its two snapshots to make values of them. */
export interface MeasureContext {
  /** Seconds since the previous snapshot; 0 without one. */
  readonly elapsedSeconds: number;
  readonly perCpu: boolean;
}

/** How one group of metrics is read and turned into values. */
export interface GroupSource<Snapshot> {
  readonly metrics: readonly MetricDefinition<ObservableKind>[];
  /** Reads from a Linux host; throws when there is nothing to be had, with the reason as the message. */
  read(context: ReadContext): Snapshot;
  /** Reads what `node:os` knows; absent where it knows nothing. */
  readAnywhere?(platform: NodeJS.Platform): Snapshot;
  measure(current: Snapshot, previous: Snapshot | undefined, context: MeasureContext): HostMeasurement[];
}

/**
 * What `@telewright/recorder` and this package agree on for lines that encode themselves. As types only: with anyone else's SDK there is
 * nothing to encode, and `@telewright/otlp` isn't loaded.
 */
export type { FieldUse, FieldUses, LogRecordWriter, SelfEncodingLogRecord } from '@telewright/otlp';

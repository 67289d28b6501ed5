import { uptime as systemUptime } from 'node:os';
import { SYSTEM_UPTIME } from '@telewright/semconv';
import type { GroupSource } from '../group-source.js';
import { parseNumber, splitFields } from '../parse-fields.js';

/** How long the system has been running. */
export interface UptimeSnapshot {
  readonly seconds: number;
}

export const uptime: GroupSource<UptimeSnapshot> = {
  metrics: [SYSTEM_UPTIME],

  read({ files, settings }) {
    const seconds = parseNumber(splitFields(files.text(settings.procRoot, 'uptime'))[0]);
    if (seconds === undefined) throw new Error('uptime does not begin with a number');
    return { seconds };
  },

  readAnywhere: () => ({ seconds: systemUptime() }),

  measure: ({ seconds }) => [{ metric: SYSTEM_UPTIME, value: seconds, attributes: {} }],
};

import { ATTR_NETWORK_CONNECTION_STATE, ATTR_NETWORK_TRANSPORT, SYSTEM_NETWORK_CONNECTION_COUNT } from '@telewright/semconv';
import type { GroupSource } from '../group-source.js';
import { splitFields } from '../parse-fields.js';

/** TCP connections, of IPv4 and IPv6, by the state names of the conventions. */
export interface ConnectionsSnapshot {
  readonly tcp: Readonly<Record<string, number>>;
}

// The kernel's include/net/tcp_states.h; 0C is a request that is not yet a full socket.
const STATES: Readonly<Record<string, string>> = {
  '01': 'established',
  '02': 'syn_sent',
  '03': 'syn_received',
  '04': 'fin_wait_1',
  '05': 'fin_wait_2',
  '06': 'time_wait',
  '07': 'closed',
  '08': 'close_wait',
  '09': 'last_ack',
  '0A': 'listen',
  '0B': 'closing',
  '0C': 'syn_received',
};

export const connections: GroupSource<ConnectionsSnapshot> = {
  metrics: [SYSTEM_NETWORK_CONNECTION_COUNT],

  read({ files, settings }) {
    const tcp: Record<string, number> = Object.fromEntries(Object.values(STATES).map((state) => [state, 0]));
    const lines = files.lines(settings.procRoot, 'net/tcp');
    // A kernel without IPv6 has no such file.
    lines.push(...(files.optional(settings.procRoot, 'net/tcp6') ?? '').split('\n'));
    for (const line of lines) {
      const state = STATES[splitFields(line)[3] ?? ''];
      if (state !== undefined) tcp[state] = (tcp[state] ?? 0) + 1;
    }
    return { tcp };
  },

  measure: ({ tcp }) =>
    Object.entries(tcp).map(([state, value]) => ({
      metric: SYSTEM_NETWORK_CONNECTION_COUNT,
      value,
      attributes: { [ATTR_NETWORK_TRANSPORT]: 'tcp', [ATTR_NETWORK_CONNECTION_STATE]: state },
    })),
};

import {
  ATTR_NETWORK_INTERFACE_NAME,
  ATTR_NETWORK_IO_DIRECTION,
  SYSTEM_NETWORK_ERRORS,
  SYSTEM_NETWORK_IO,
  SYSTEM_NETWORK_PACKET_COUNT,
  SYSTEM_NETWORK_PACKET_DROPPED,
} from '@telewright/semconv';
import type { GroupSource, HostMeasurement } from '../group-source.js';
import { parseNumbers, splitFields } from '../parse-fields.js';

/** What an interface carried in one direction since it came up. */
export interface NetworkDirection {
  readonly bytes: number;
  readonly packets: number;
  readonly errors: number;
  readonly dropped: number;
}

/** One network interface. */
export interface NetworkSnapshot {
  readonly name: string;
  readonly receive: NetworkDirection;
  readonly transmit: NetworkDirection;
}

export const network: GroupSource<readonly NetworkSnapshot[]> = {
  metrics: [SYSTEM_NETWORK_IO, SYSTEM_NETWORK_PACKET_COUNT, SYSTEM_NETWORK_ERRORS, SYSTEM_NETWORK_PACKET_DROPPED],

  read({ files, settings }) {
    const interfaces = files.lines(settings.procRoot, 'net/dev').flatMap(parseInterfaceLine);
    if (interfaces.length === 0) throw new Error('net/dev has no line of an interface');
    return interfaces.filter(({ name }) => settings.networkInterfaces(name));
  },

  measure: (interfaces) => interfaces.flatMap(measureInterface),
};

/** Reads `name: 8 receive fields, 8 transmit fields`; older kernels put no space after the colon. */
function parseInterfaceLine(line: string): NetworkSnapshot[] {
  const colon = line.lastIndexOf(':');
  const counts = colon > 0 && parseNumbers(splitFields(line.slice(colon + 1)), 0, 16);
  if (!counts) return [];
  const direction = (start: number): NetworkDirection => {
    const [bytes = 0, packets = 0, errors = 0, dropped = 0] = counts.slice(start, start + 4);
    return { bytes, packets, errors, dropped };
  };
  return [{ name: line.slice(0, colon).trim(), receive: direction(0), transmit: direction(8) }];
}

function measureInterface(snapshot: NetworkSnapshot): HostMeasurement[] {
  return (['receive', 'transmit'] as const).flatMap((direction) => {
    const { bytes, packets, errors, dropped } = snapshot[direction];
    const attributes = { [ATTR_NETWORK_INTERFACE_NAME]: snapshot.name, [ATTR_NETWORK_IO_DIRECTION]: direction };
    return [
      { metric: SYSTEM_NETWORK_IO, value: bytes, attributes },
      { metric: SYSTEM_NETWORK_PACKET_COUNT, value: packets, attributes },
      { metric: SYSTEM_NETWORK_ERRORS, value: errors, attributes },
      { metric: SYSTEM_NETWORK_PACKET_DROPPED, value: dropped, attributes },
    ];
  });
}

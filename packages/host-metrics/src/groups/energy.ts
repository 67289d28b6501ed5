import { ATTR_HW_ID, ATTR_HW_NAME, ATTR_HW_TYPE, HW_ENERGY, HW_HOST_ENERGY } from '@telewright/semconv';
import type { GroupSource, ReadContext } from '../group-source.js';
import { parseNumber } from '../parse-fields.js';

/** One energy counter of the processor (RAPL), read through the kernel's powercap interface. */
export interface EnergySnapshot {
  readonly id: string;
  readonly name: string;
  /** `cpu` is one processor package, `host` the whole platform, packages included. */
  readonly scope: 'cpu' | 'host';
  /** Energy since an arbitrary start; goes on where the hardware's counter wraps around, as long as one reader reads it. */
  readonly joules: number;
}

export const energy: GroupSource<readonly EnergySnapshot[]> = {
  metrics: [HW_ENERGY, HW_HOST_ENERGY],

  read(context) {
    const { files, settings } = context;
    // Top zones only: what lies within one (core, uncore, dram: intel-rapl:0:0) and intel-rapl-mmio count the same joules again.
    const zones = files.names(settings.sysRoot, 'class/powercap').filter((name) => /^intel-rapl:\d+$/.test(name));
    const counters = zones.flatMap((zone) => readZone(context, zone));
    if (counters.length === 0) throw new Error('class/powercap has no package or platform zone');
    return counters;
  },

  // The whole host has a metric of its own, so that nobody sums up what overlaps.
  measure: (counters) =>
    counters.map(({ id, name, scope, joules }) =>
      scope === 'host'
        ? { metric: HW_HOST_ENERGY, value: joules, attributes: { [ATTR_HW_ID]: id, [ATTR_HW_NAME]: name } }
        : { metric: HW_ENERGY, value: joules, attributes: { [ATTR_HW_ID]: id, [ATTR_HW_NAME]: name, [ATTR_HW_TYPE]: 'cpu' } },
    ),
};

/** Reads one zone; throws where the counter is not readable: since Linux 5.10 only root may, because it leaks what others compute. */
function readZone({ files, settings, memory }: ReadContext, zone: string): EnergySnapshot[] {
  const path = `${settings.sysRoot}/class/powercap/${zone}`;
  const name = files.optional(path, 'name') ?? zone;
  const isHost = name === 'psys';
  if (!isHost && !name.startsWith('package')) return [];
  const rawMicrojoules = parseNumber(files.text(path, 'energy_uj').trim());
  if (rawMicrojoules === undefined) return [];
  const before = memory.energy.get(zone) ?? { rawMicrojoules: 0, totalMicrojoules: 0 };
  const step = rawMicrojoules - before.rawMicrojoules;
  // A counter that steps back has wrapped around once, or started anew where the kernel tells no range.
  const range = parseNumber(files.optional(path, 'max_energy_range_uj')) ?? before.rawMicrojoules;
  const totalMicrojoules = before.totalMicrojoules + (step < 0 ? step + range : step);
  memory.energy.set(zone, { rawMicrojoules, totalMicrojoules });
  return [{ id: zone, name, scope: isHost ? 'host' : 'cpu', joules: totalMicrojoules / 1_000_000 }];
}

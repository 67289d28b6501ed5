import { ATTR_HW_ID, ATTR_HW_NAME, HW_BATTERY_CHARGE } from '@telewright/semconv';
import type { GroupSource } from '../group-source.js';
import { parseNumber } from '../parse-fields.js';

/** One battery of the host. */
export interface BatterySnapshot {
  readonly id: string;
  readonly name: string;
  /** Remaining charge, 0 to 1. */
  readonly charge: number;
  /** What the kernel says, in lower case: `charging`, `discharging`, `full`, `not charging`. */
  readonly status?: string;
}

export const battery: GroupSource<readonly BatterySnapshot[]> = {
  metrics: [HW_BATTERY_CHARGE],

  read({ files, settings }) {
    const batteries = files.names(settings.sysRoot, 'class/power_supply').flatMap((id) => {
      const path = `${settings.sysRoot}/class/power_supply/${id}`;
      const percent = parseNumber(files.optional(path, 'capacity'));
      // A wireless mouse's battery is one too, with the scope of a device.
      if (files.optional(path, 'type') !== 'Battery' || files.optional(path, 'scope') === 'Device' || percent === undefined) return [];
      const status = files.optional(path, 'status')?.toLowerCase();
      return [{ id, name: files.optional(path, 'model_name') ?? id, charge: percent / 100, ...(status && { status }) }];
    });
    if (batteries.length === 0) throw new Error('class/power_supply has no battery');
    return batteries;
  },

  measure: (batteries) =>
    batteries.map(({ id, name, charge }) => ({
      metric: HW_BATTERY_CHARGE,
      value: charge,
      attributes: { [ATTR_HW_ID]: id, [ATTR_HW_NAME]: name },
    })),
};

import { basename } from 'node:path';
import { ATTR_HW_ID, ATTR_HW_NAME, ATTR_HW_SENSOR_LOCATION, HW_TEMPERATURE } from '@telewright/semconv';
import type { GroupSource, ReadContext } from '../group-source.js';
import { parseNumber } from '../parse-fields.js';

/** One temperature sensor. */
export interface TemperatureSnapshot {
  /** Unique on this host and the same after a restart where the driver names its device: `coretemp/coretemp.0/temp1`. */
  readonly id: string;
  /** The driver's name of the chip or zone, with the sensor's label where it has one. */
  readonly name: string;
  readonly location: string;
  readonly celsius: number;
}

export const temperature: GroupSource<readonly TemperatureSnapshot[]> = {
  metrics: [HW_TEMPERATURE],

  read(context) {
    const chips = list(context, 'hwmon', /^hwmon\d+$/).map((folder) => readChip(context, folder));
    // The kernel shows most thermal zones as a chip of that name too, with `-` as `_`.
    const names = new Set(chips.map(({ name }) => name));
    const zones = list(context, 'thermal', /^thermal_zone\d+$/).flatMap((folder) => readZone(context, folder, names));
    const sensors = [...chips.flatMap((chip) => chip.sensors), ...zones];
    if (sensors.length === 0) throw new Error('no sensor under class/hwmon and class/thermal');
    return sensors;
  },

  measure: (sensors) =>
    sensors.map(({ id, name, location, celsius }) => ({
      metric: HW_TEMPERATURE,
      value: celsius,
      attributes: { [ATTR_HW_ID]: id, [ATTR_HW_NAME]: name, [ATTR_HW_SENSOR_LOCATION]: location },
    })),
};

function list({ files, settings }: ReadContext, kind: string, pattern: RegExp): string[] {
  try {
    return files.names(settings.sysRoot, 'class', kind).filter((name) => pattern.test(name));
  } catch {
    return [];
  }
}

function readChip({ files, settings }: ReadContext, folder: string): { name: string; sensors: TemperatureSnapshot[] } {
  const path = `${settings.sysRoot}/class/hwmon/${folder}`;
  const name = files.optional(path, 'name') ?? folder;
  // hwmon numbers change from start to start, the device behind them seldom does.
  const device = basename(files.link(path, 'device') ?? folder);
  const sensors = files.names(path).flatMap((file) => {
    const sensor = /^(temp\d+)_input$/.exec(file)?.[1];
    if (sensor === undefined) return [];
    const celsius = parseCelsius(files.optional(path, file));
    if (celsius === undefined) return [];
    const label = files.optional(path, `${sensor}_label`);
    return [{ id: `${name}/${device}/${sensor}`, name: `${name} ${label ?? sensor}`, location: label ?? name, celsius }];
  });
  return { name, sensors };
}

function readZone({ files, settings }: ReadContext, folder: string, chips: ReadonlySet<string>): TemperatureSnapshot[] {
  const path = `${settings.sysRoot}/class/thermal/${folder}`;
  const name = files.optional(path, 'type') ?? folder;
  const celsius = parseCelsius(files.optional(path, 'temp'));
  if (celsius === undefined || chips.has(name.replaceAll('-', '_'))) return [];
  return [{ id: `${name}/${folder}`, name, location: name, celsius }];
}

/** Reads millidegrees; a sensor that is switched off or missing answers with an error or with an impossible value. */
function parseCelsius(text: string | undefined): number | undefined {
  const milli = parseNumber(text);
  return milli === undefined || milli < -100_000 || milli > 300_000 ? undefined : milli / 1000;
}

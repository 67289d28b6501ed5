import { describe, expect, it } from 'vitest';
import { measureHost } from '../../src/measure-host.js';
import { readHost } from '../../src/read-host.js';
import { layOutMachine } from '../machine.js';

const include = ['temperature'] as const;

describe('temperature', () => {
  it('lists each sensor once, by names that outlast a restart, without those that are switched off', () => {
    const { temperature } = readHost({ ...layOutMachine('laptop').options, include });
    expect(temperature?.map(({ id, celsius }) => [id, celsius])).toEqual([
      ['acpitz/thermal_zone0/temp1', 48],
      ['nvme/nvme0/temp1', 41.85],
      ['nvme/nvme0/temp2', 41.85],
      ['coretemp/coretemp.0/temp1', 56],
      ['coretemp/coretemp.0/temp2', 52],
      ['coretemp/coretemp.0/temp3', 53],
      ['coretemp/coretemp.0/temp4', 54],
      ['coretemp/coretemp.0/temp5', 55],
      ['thinkpad/thinkpad_hwmon/temp1', 56],
      ['iwlwifi_1/thermal_zone3/temp1', 39],
      ['INT3400 Thermal/thermal_zone1', 20],
      ['x86_pkg_temp/thermal_zone2', 56],
    ]);
  });

  it('carries the sensor’s name and location', () => {
    const [, nvme] = measureHost(readHost({ ...layOutMachine('laptop').options, include }));
    expect(nvme?.metric).toMatchObject({ name: 'hw.temperature', unit: 'Cel' });
    expect(nvme?.attributes).toEqual({ 'hw.id': 'nvme/nvme0/temp1', 'hw.name': 'nvme Composite', 'hw.sensor_location': 'Composite' });
  });

  it('does with thermal zones alone', () => {
    const machine = layOutMachine('laptop');
    machine.remove('sys/class/hwmon');
    const { temperature } = readHost({ ...machine.options, include });
    expect(temperature?.map(({ id }) => id)).toEqual([
      'acpitz/thermal_zone0',
      'INT3400 Thermal/thermal_zone1',
      'x86_pkg_temp/thermal_zone2',
      'iwlwifi_1/thermal_zone3',
    ]);
  });
});

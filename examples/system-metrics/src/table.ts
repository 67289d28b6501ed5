import type { HostMeasurement, HostSnapshot } from '@telewright/host-metrics';

/** Lays values out as a table for people, with what is not available and why below it. */
export function formatTable(measurements: readonly HostMeasurement[], unavailable: HostSnapshot['unavailable']): string {
  const rows = measurements.map(({ metric, attributes, value }) => [
    metric.name,
    Object.entries(attributes)
      .map(([name, attribute]) => `${name}=${attribute}`)
      .join(' '),
    formatValue(value),
    metric.unit,
  ]);
  const lines = alignColumns([['METRIC', 'ATTRIBUTES', 'VALUE', 'UNIT'], ...rows]);
  lines.push('', `${measurements.length} values of ${new Set(measurements.map(({ metric }) => metric.name)).size} metrics`);
  if (unavailable.length > 0) lines.push('', 'Not available here:', ...unavailable.map(({ group, reason }) => `  ${group}: ${reason}`));
  return `${lines.join('\n')}\n`;
}

function formatValue(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toFixed(4)));
}

/** Pads every column to its widest cell: numbers, in the third, on the left. */
function alignColumns(rows: readonly (readonly string[])[]): string[] {
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const pad = (cell: string, column: number): string => {
    const width = widths[column] ?? 0;
    return column === 2 ? cell.padStart(width) : cell.padEnd(width);
  };
  return rows.map((row) => row.map(pad).join('  ').trimEnd());
}

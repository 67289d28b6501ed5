/** A measured quantity: median and range over the rounds. */
export interface Figures {
  readonly name: string;
  readonly unit: string;
  readonly median: number;
  readonly minimum: number;
  readonly maximum: number;
}

/** Gives median and range. */
export function summarize(values: readonly number[]): Pick<Figures, 'median' | 'minimum' | 'maximum'> {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const median = sorted.length % 2 === 1 ? (sorted[middle] as number) : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
  return { median, minimum: sorted[0] as number, maximum: sorted.at(-1) as number };
}

/** Writes figures as a Markdown table. */
export function table(figures: readonly Figures[]): string {
  const number = (value: number): string => value.toFixed(Math.abs(value) < 10 ? 2 : 1);
  const rows = figures.map(
    ({ name, unit, median, minimum, maximum }) => `| ${name} | ${number(median)} ${unit} | ${number(minimum)} to ${number(maximum)} |`,
  );
  return ['| what | median | range |', '|---|---|---|', ...rows].join('\n');
}

/** Writes median and range of values. */
export function range(values: readonly number[], digits: number): string {
  const { median, minimum, maximum } = summarize(values);
  return `${median.toFixed(digits)} (${minimum.toFixed(digits)} to ${maximum.toFixed(digits)})`;
}

import type { Attributes } from '@opentelemetry/api';

type Value = string | number | boolean;

/** Where the attributes of one name lead to at one place of the order. */
interface Branch<Series> {
  readonly name: string;
  readonly steps: Map<Value, Step<Series>>;
  /** The value that was found last, and where it leads to: most come in runs, and a search needs the hash of a text. */
  value: Value;
  step: Step<Series>;
  /** The branch of another name at the same place. */
  other: Branch<Series> | undefined;
}

/** What the attributes so far lead to: the series that they name, and those with further attributes. */
interface Step<Series> {
  series: Series | undefined;
  branch: Branch<Series> | undefined;
}

/** More names than this at one place are not indexed: they would be searched one by one. */
const MOST_BRANCHES = 8;

/**
 * Finds series by attributes, in the order in which a caller gives them: name by name and value by value, without a key that would have to
 * be made for each measurement. It knows what was put into it, and leaves out what it can't tell apart, such as arrays.
 */
export class SeriesIndex<Series> {
  readonly #root: Step<Series> = { series: undefined, branch: undefined };
  readonly #limit: number;
  #size = 0;

  /** @param limit of how many orders of attributes it takes note at the most */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Gives the series of these attributes, or undefined where it does not know it. */
  get(attributes: Attributes): Series | undefined {
    if (!isPlain(attributes)) return undefined;
    let step = this.#root;
    for (const name in attributes) {
      let branch = step.branch;
      while (branch !== undefined && branch.name !== name) branch = branch.other;
      if (branch === undefined) return undefined;
      const value = attributes[name] as Value;
      if (value !== branch.value) {
        const next = branch.steps.get(value);
        if (next === undefined) return undefined;
        branch.value = value;
        branch.step = next;
      }
      step = branch.step;
    }
    return step.series;
  }

  /** Takes note of the series of these attributes. */
  set(attributes: Attributes, series: Series): void {
    if (this.#size >= this.#limit || !isPlain(attributes)) return;
    let step = this.#root;
    for (const name in attributes) {
      const value = attributes[name];
      const branch = isPrimitive(value) ? branchOf(step, name) : undefined;
      if (branch === undefined) return;
      let next = branch.steps.get(value as Value);
      if (next === undefined) {
        next = { series: undefined, branch: undefined };
        branch.steps.set(value as Value, next);
      }
      step = next;
    }
    this.#size++;
    step.series = series;
  }
}

/** Gives the branch of a name, which is made where there is room. */
function branchOf<Series>(step: Step<Series>, name: string): Branch<Series> | undefined {
  let count = 0;
  for (let branch = step.branch; branch !== undefined; branch = branch.other) {
    if (branch.name === name) return branch;
    count++;
  }
  if (count >= MOST_BRANCHES) return undefined;
  // NaN equals no value, so that the first one is searched for.
  step.branch = { name, steps: new Map(), value: Number.NaN, step, other: step.branch };
  return step.branch;
}

/** Tells whether an object has its own attributes alone, which `for … in` needs; that makes no list of names. */
function isPlain(attributes: Attributes): boolean {
  const prototype = Object.getPrototypeOf(attributes);
  return prototype === Object.prototype || prototype === null;
}

function isPrimitive(value: unknown): value is Value {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

/** Reads typed settings from a record of variables. A value that breaks its rule becomes one finding, and the fallback is used. */
export class SettingReader {
  /** One line for each value that broke its rule: what failed, what was expected, what was got, what is done now. */
  readonly findings: string[] = [];
  readonly #environment: Readonly<Record<string, string | undefined>>;

  constructor(environment: Readonly<Record<string, string | undefined>>) {
    this.#environment = environment;
  }

  /** Gives the value without surrounding white space; blank means unset. */
  text(name: string): string | undefined {
    return this.#environment[name]?.trim() || undefined;
  }

  integer(name: string, fallback: number, minimum: number, maximum: number): number {
    const text = this.text(name);
    if (text === undefined) return fallback;
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= minimum && value <= maximum) return value;
    this.report(name, `an integer from ${minimum} to ${maximum}`, JSON.stringify(text), `using ${fallback}`);
    return fallback;
  }

  choice<const Choice extends string>(name: string, choices: readonly Choice[], fallback: Choice): Choice {
    const text = this.text(name);
    if (text === undefined) return fallback;
    const value = choices.find((choice) => choice === text.toLowerCase());
    if (value !== undefined) return value;
    this.report(name, `one of ${choices.join(', ')}`, JSON.stringify(text), `using ${fallback}`);
    return fallback;
  }

  /** Gives an http(s) URL. A wrong one is not shown, since it may carry credentials. */
  url(name: string, otherwise: string): URL | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const value = URL.parse(text);
    if (value && ['http:', 'https:'].includes(value.protocol)) return value;
    this.report(name, 'an absolute http or https URL', `something else, ${text.length} characters long`, otherwise);
    return undefined;
  }

  pattern(name: string, pattern: RegExp, expected: string, fallback: string): string {
    const text = this.text(name);
    if (text === undefined) return fallback;
    if (pattern.test(text)) return text;
    this.report(name, expected, JSON.stringify(text), `using ${fallback}`);
    return fallback;
  }

  /** Gives the items of a comma-separated list; each that breaks the pattern is left out. */
  list(name: string, pattern: RegExp, expected: string): readonly string[] {
    const items = (this.text(name) ?? '').split(',').flatMap((item) => item.trim() || []);
    return items.filter((item) => {
      if (pattern.test(item)) return true;
      this.report(name, expected, JSON.stringify(item), 'leaving it out');
      return false;
    });
  }

  /** Gives an executable and its arguments, written as a JSON array. A wrong one is not shown, since arguments may be secret. */
  command(name: string, otherwise: string): readonly string[] | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const value = parseJson(text);
    if (Array.isArray(value) && value.length > 0 && value[0] !== '' && value.every((item) => typeof item === 'string')) return value;
    this.report(
      name,
      'a JSON array of strings such as ["/opt/sync","--fast"]',
      `something else, ${text.length} characters long`,
      otherwise,
    );
    return undefined;
  }

  report(name: string, expected: string, got: string, action: string): void {
    this.findings.push(`${name}: expected ${expected}, got ${got}; ${action}`);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

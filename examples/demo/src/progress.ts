const barWidth = 24;

/** Shows one line that is rewritten on a terminal; elsewhere each tenth of the way is a line of its own. */
export function createProgress(total: number, output: NodeJS.WriteStream): { update(done: number, note: string): void; end(): void } {
  let shownTenth = -1;
  return {
    update(done, note) {
      const share = Math.min(1, done / total);
      const text = `[${'#'.repeat(Math.round(share * barWidth)).padEnd(barWidth)}] ${done}/${total} requests, ${note}`;
      if (output.isTTY) {
        output.write(`\r\x1b[K${text}`);
        return;
      }
      const tenth = Math.floor(share * 10);
      if (tenth === shownTenth) return;
      shownTenth = tenth;
      output.write(`${text}\n`);
    },
    end() {
      if (output.isTTY) output.write('\n');
    },
  };
}

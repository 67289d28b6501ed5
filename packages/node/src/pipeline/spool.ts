import { homedir } from 'node:os';
import { type ExportEvent, Spool } from '@telewright/otlp';
import type { SettingValues } from '../settings/settings.js';

/** Opens the folder for what can't be delivered; nothing is touched before something has to be stored or is looked for. */
export function openSpool(
  values: SettingValues,
  root: string | undefined,
  attributes: Readonly<Record<string, unknown>>,
  onEvent: (event: ExportEvent) => void,
): Spool | undefined {
  if (root === undefined) return undefined;
  const { spoolMaxBytes: maxBytes, spoolMaxAgeMillis: maxAgeMillis } = values;
  const service = folderName([attributes['service.namespace'], attributes['service.name']]);
  return new Spool({ root, service, maxBytes, maxAgeMillis, onEvent });
}

/** Gives the folder in which services keep what they could not send: the one that is set, systemd's, the desktop standard's, or the user's own. */
export function spoolFolder(
  { spool, spoolDirectory }: SettingValues,
  environment: Readonly<Record<string, string | undefined>>,
): string | undefined {
  if (spool === 'off') return undefined;
  if (spoolDirectory !== undefined) return spoolDirectory;
  // A unit can have several state directories, separated by colons.
  const systemd = environment['STATE_DIRECTORY']?.split(':')[0]?.trim();
  const state = systemd || environment['XDG_STATE_HOME']?.trim() || `${homedir()}/.local/state`;
  return `${state}/telewright`;
}

/** A name that is safe as a file's on every system, and differs for each service, whatever its characters. */
function folderName(parts: readonly unknown[]): string {
  const text = parts.filter((part) => part !== undefined).join('.');
  return text.replace(/[^A-Za-z0-9_-]/g, (character) => `=${character.charCodeAt(0).toString(16)}`).slice(0, 128);
}

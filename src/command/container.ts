/** What the server of this container was told: its health is asked for by a command of its own. */
import { readFileSync } from 'node:fs';

/**
 * The words after this command's file on the command line of process 1, which is the server in a
 * container, or an init that was given it. None where process 1 is something else.
 */
export function argsOfContainer(file: string, commandLine = '/proc/1/cmdline'): string[] {
  const words = wordsOf(commandLine);
  const at = words.indexOf(file);
  return at < 0 ? [] : words.slice(at + 1);
}

function wordsOf(commandLine: string): string[] {
  try {
    return readFileSync(commandLine, 'utf8').split('\0').slice(0, -1);
  } catch {
    return []; // no such file outside of Linux
  }
}

/**
 * Finds the arguments of the server in this container, since `healthcheck` runs as another process
 * without them.
 */
import { readFileSync } from 'node:fs';

/**
 * The arguments after this command's file on the command line of process 1. In a container, that is
 * the server, or an init that starts it. Empty if process 1 is something else.
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
    return []; // there is no such file except on Linux
  }
}

import { readFileSync } from 'node:fs';

/** What a command has to say and how it ends. Commands return it; only this file writes. */
export type Outcome = { readonly stdout: string; readonly stderr: string; readonly code: number };

/** Exit codes of SPEC 7, and EX_IOERR of sysexits.h for output that cannot be written. */
export const EXIT = { ok: 0, failed: 1, unusable: 2, noBaseline: 3, bug: 70, output: 74 } as const;

/** Returns the version in package.json. */
export const version = (): string => {
  for (const up of ['../package.json', '../../package.json']) {
    try {
      const text = readFileSync(new URL(up, import.meta.url), 'utf8');
      return (JSON.parse(text) as { version: string }).version;
    } catch {
      // A bundle lies one folder higher than the source.
    }
  }
  return '0.0.0';
};

/** A reader that has gone away ends the output quietly; any other failure to write is an error. */
export const guardOutput = (): void => {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') return;
      process.exitCode = EXIT.output;
      const why = error.code === 'ENOSPC' ? 'no space left' : (error.code ?? 'unknown');
      if (stream === process.stdout) process.stderr.write(`error: the output cannot be written: ${why}\n`);
    });
  }
};

const write = (stream: NodeJS.WriteStream, text: string): Promise<void> =>
  text === '' ? Promise.resolve() : new Promise((done) => stream.write(text, () => done()));

/** Writes a command's outcome and sets the exit code; output is written in full before the process ends. */
export const finish = async ({ stdout, stderr, code }: Outcome): Promise<void> => {
  process.exitCode = code;
  await write(process.stderr, stderr);
  await write(process.stdout, stdout);
};

/** Says that outlay itself has failed, without a stack trace unless one is asked for. */
export const bug = (thrown: unknown): void => {
  process.exitCode = EXIT.bug;
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  process.stderr.write(
    `outlay has a bug: ${text}\nPlease report it with the command and the files. OUTLAY_DEBUG=1 shows where it happened.\n`,
  );
  if (process.env['OUTLAY_DEBUG'] && thrown instanceof Error) process.stderr.write(`${thrown.stack ?? ''}\n`);
};

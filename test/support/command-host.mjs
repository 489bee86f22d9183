// Runs commands of the built program one after the other in one process, each with arguments, folder and environment of its own.
// To start a process for each would take most of the time of the tests.
import { createRequire } from 'node:module';

const [, , main = ''] = process.argv;
const require = createRequire(import.meta.url);

/** Takes what is written to a stream, and answers as the stream would. */
const taken = (stream, into) => {
  stream.write = (chunk, encoding, done) => {
    into(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8'));
    (typeof encoding === 'function' ? encoding : done)?.();
    return true;
  };
};

const run = async ({ id, args, cwd, env }) => {
  const printed = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr']) {
    taken(process[name], (text) => {
      printed[name] += text;
    });
  }
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, env);
  process.chdir(cwd);
  process.argv = [process.execPath, main, ...args];
  process.exitCode = 0;
  delete require.cache[main];
  await require(main).finished;
  for (const stream of [process.stdout, process.stderr]) stream.removeAllListeners('error');
  process.send({ id, ...printed, code: process.exitCode });
  process.exitCode = 0;
};

let queue = Promise.resolve();
process.on('message', (asked) => {
  queue = queue.then(() => run(asked)).catch((error) => process.send({ id: asked.id, stdout: '', stderr: String(error), code: null }));
});

import { execFileSync } from 'node:child_process';

/** Tests of the command line run the bundle that users run, built from the sources under test. */
export default (): void => {
  execFileSync(process.execPath, ['esbuild.config.mjs'], { stdio: 'inherit' });
};

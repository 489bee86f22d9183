import type { Files } from '../io/files.ts';
import type { Day } from '../pricing/day.ts';
import type { RunSettings } from '../projection/simulate/simulate.ts';

/** What a command asks for, beside the path of a workflow. */
export type Request = {
  readonly cwd: string;
  /** Where files come from; the disk unless a revision of a repository is planned. */
  readonly files?: Files;
  readonly path: string;
  /** Whether the path was found in the project and not named by the user: then it stays inside the root, links resolved. */
  readonly found?: boolean;
  /** A folder or file of price tables that stand before all others. */
  readonly pricing: string | null;
  /** Empty for all. */
  readonly scenarios: readonly string[];
  /** A traffic file that replaces the workflow's own traffic. */
  readonly traffic: string | null;
  /** `path=value`, applied in order before anything is checked. */
  readonly settings: readonly string[];
  /** The day whose prices hold; null leaves it to `outlay.yaml`, and then to `today`. */
  readonly asOf: Day | null;
  readonly today: Day;
  readonly run: RunSettings;
};

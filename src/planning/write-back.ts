import { resolve } from 'node:path';
import { Problems } from '../diagnostics/diagnostic.ts';
import type { SourceFile } from '../diagnostics/source.ts';
import { placeOf } from '../io/disk.ts';
import { DISK } from '../io/files.ts';
import { writeWhole } from '../io/write.ts';
import { decodeText } from '../yaml/decode.ts';
import type { Request } from './request.ts';
import { type WorkflowFiles, withSettings } from './set.ts';

const YAML_BYTES = 1 << 20;

const fileAt = (cwd: string, path: string): SourceFile | undefined => {
  const read = DISK.anywhere(resolve(cwd, path), YAML_BYTES);
  return 'bytes' in read ? decodeText(path, read.bytes, new Problems()) : undefined;
};

/**
 * Writes settings into a workflow's own files: values in their places, comments and everything else as they were; `complete` may
 * add to the files before. All files that change are written, or none. Returns what was written, or why it could not be.
 */
export const writeBack = (
  request: Pick<Request, 'cwd' | 'path' | 'traffic'>,
  settings: readonly string[],
  complete: (files: WorkflowFiles) => WorkflowFiles = (files) => files,
): { readonly files: readonly string[] } | { readonly problem: string } => {
  const place = placeOf(request.cwd, request.path);
  const beside = request.traffic ?? place.traffic;
  const [workflow, traffic] = [fileAt(request.cwd, place.file), beside === null ? undefined : fileAt(request.cwd, beside)];
  if (workflow === undefined) return { problem: `"${place.file}" cannot be read` };
  const problems = new Problems();
  const edited = complete(withSettings({ workflow, traffic }, settings, problems));
  const [first] = problems.list;
  if (first !== undefined) return { problem: first.message };
  const changed = [
    { before: workflow, after: edited.workflow },
    { before: traffic, after: edited.traffic },
  ].flatMap(({ before, after }) => (before === undefined || after === undefined || before.text === after.text ? [] : [after]));
  const failed = writeWhole(changed.map(({ name, text }) => ({ path: DISK.realPath(resolve(request.cwd, name)), content: text })));
  return failed === null ? { files: changed.map(({ name }) => name) } : { problem: `"${failed.path}" was not written: ${failed.why}` };
};

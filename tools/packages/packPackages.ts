import { join } from 'node:path';
import { npm, run } from './npm';
import { publicFolders, type StagedPackage, stagePackage } from './stagePackages';

export interface PackedPackage extends StagedPackage {
  readonly tarball: string;
  /** Paths inside the tarball. */
  readonly files: readonly string[];
  readonly packedBytes: number;
}

/** Packs every public package into `destination`, exactly as publishing would. */
export function packPackages(destination: string): PackedPackage[] {
  return publicFolders().map((folder) => {
    const staged = stagePackage(folder);
    const output = run([...npm(), 'pack', '--json', '--pack-destination', destination], { cwd: staged.stage });
    const parsed = JSON.parse(output) as PackResult[] | Record<string, PackResult>;
    const result = Object.values(parsed)[0];
    if (result === undefined) throw new Error(`npm pack printed no result for ${staged.name}: ${output}`);
    return {
      ...staged,
      tarball: join(destination, result.filename),
      files: result.files.map(({ path }) => path),
      packedBytes: result.size,
    };
  });
}

interface PackResult {
  filename: string;
  size: number;
  files: { path: string }[];
}

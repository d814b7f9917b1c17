import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { type Cell, cellFormat } from './cell';
import { ReproduceError } from './errors';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** Writes a cell with its checksum: it is there whole or not at all. */
export async function writeCell(folder: string, key: string, cell: Cell): Promise<void> {
  await mkdir(folder, { recursive: true });
  const text = JSON.stringify({ sha256: sha256(JSON.stringify(cell)), cell });
  await writeFileAtomic(join(folder, `${key}.json`), `${text}\n`);
}

/**
 * The cell in a file.
 *
 * @throws {ReproduceError} `BAD_CELL` when the file is damaged, is something else, or was written by another version
 */
export async function readCell(path: string): Promise<Cell> {
  const text = await readFile(path, 'utf8');
  const bad = (problem: string) =>
    new ReproduceError('BAD_CELL', `${path} ${problem}; expected a file of a folder "cells" that npm start wrote`);
  let stored: { sha256?: unknown; cell?: Cell } | null;
  try {
    stored = JSON.parse(text);
  } catch (error) {
    throw bad(`is no JSON (${(error as Error).message})`);
  }
  if (stored?.cell === undefined) throw bad('holds no result');
  if (stored.sha256 !== sha256(JSON.stringify(stored.cell))) throw bad('does not match its checksum');
  if (stored.cell.format !== cellFormat) throw bad(`has the format "${stored.cell.format}", not "${cellFormat}"`);
  return stored.cell;
}

/**
 * All cells in files and folders, in the order of their names; the same cell twice counts once.
 *
 * @throws {ReproduceError} `BAD_CELL`; `NOTHING_TO_MERGE` when there is none, or a path does not exist
 */
export async function readCells(paths: readonly string[]): Promise<Cell[]> {
  const found = new Map<string, Cell>();
  for (const path of paths) {
    const files = await filesOf(path);
    if (files.length === 0) throw new ReproduceError('NOTHING_TO_MERGE', `${path} holds no results (*.json)`);
    for (const file of files) {
      const cell = await readCell(file);
      found.set(JSON.stringify({ ...cell, machine: undefined, epochs: undefined, command: undefined }), cell);
    }
  }
  return [...found.values()];
}

async function filesOf(path: string): Promise<string[]> {
  const info = await stat(path).catch((cause: NodeJS.ErrnoException) => {
    throw new ReproduceError('NOTHING_TO_MERGE', `${path} cannot be read: ${cause.message}`, { cause });
  });
  if (!info.isDirectory()) return [path];
  const names = (await readdir(path)).filter((name) => name.endsWith('.json')).sort();
  return names.map((name) => join(path, name));
}

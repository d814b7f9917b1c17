import { workerData } from 'node:worker_threads';
import { type ClipJob, type ClipOutcome, extractClip } from './extractClip';
import { importRecipe, type PortableRecipe, type Recipe } from './recipe';

/** What a worker answers. `fatal` means that no clip can succeed: the recipe itself cannot be imported. */
export type WorkerAnswer = { readonly outcome: ClipOutcome } | { readonly fatal: { code: string; message: string } };

// A worker is a program of its own with one recipe for life, so this is not state that callers could share.
let recipe: Promise<Recipe> | undefined;

/** Entry of a worker thread; `workerData` is the {@link PortableRecipe}. */
export async function runClip(job: ClipJob): Promise<WorkerAnswer> {
  let ready: Recipe;
  try {
    recipe ??= importRecipe(workerData as PortableRecipe);
    ready = await recipe;
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    return { fatal: { code: code ?? 'BAD_REFERENCE', message } };
  }
  return { outcome: await extractClip(job, ready) };
}

import type { Augmentation, ModuleReference } from '../augmentation';

/** The specs of built-in augmentations and compositions of them; undefined as soon as one is from elsewhere. */
export function builtInSpecs<T>(steps: readonly Augmentation<T>[]): readonly unknown[] | undefined {
  const references = steps.map((step) => step.reference);
  if (!references.every((reference) => reference?.module === '@ser/augment')) return undefined;
  return (references as readonly ModuleReference[]).map(({ export: name, options }) =>
    name === 'fromSpec' ? options : { name, options },
  );
}

/** How a worker thread makes a composition of built-ins again. */
export function compositionReference(name: string, options: unknown): ModuleReference {
  return { module: '@ser/augment', export: 'fromSpec', options: { name, options } };
}

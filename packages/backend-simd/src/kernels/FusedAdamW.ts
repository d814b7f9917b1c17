import { adamKernel } from './adam';

/**
 * `FusedAdam` with decoupled weight decay, as Keras writes it: the variable first loses learningRate * weightDecay of
 * itself. attrs: those of `FusedAdam` and { weightDecay }.
 */
export const FusedAdamW = adamKernel('FusedAdamW');

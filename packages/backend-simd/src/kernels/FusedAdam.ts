import { adamKernel } from './adam';

/**
 * One pass of Adam over a variable, as Keras writes it (epsilon after the root, before the bias correction).
 * inputs { variable, m, v, gradient } of one shape; attrs { learningRate, beta1, beta2, epsilon, step (from 1),
 * inPlace = false }; outputs [newVariable, newM, newV], in the inputs' own memory where `inPlace` and nothing shares it.
 */
export const FusedAdam = adamKernel('FusedAdam');

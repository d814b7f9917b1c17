/**
 * The learning rate of each step.
 *
 * @param step - batches trained so far, counted through all epochs
 * @param totalSteps - batches of the whole training
 */
export type Schedule = (step: number, totalSteps: number) => number;

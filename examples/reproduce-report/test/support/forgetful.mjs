// An augmentation that keeps no promise: it counts its calls and writes into its input.
import { createAugmentation } from '@ser/augment';

export const forgetful = () => {
  let calls = 0;
  return createAugmentation({
    name: 'forgetful',
    options: {},
    draw: () => ({ calls: ++calls }),
    render: (clip, { calls }) => {
      clip.samples.fill(calls);
      return clip;
    },
  });
};

import type { Results } from '../results';

/** Every difference between the report's own run and this one, the leak first. docs/report-recipe.md tells the whole story. */
export function differences({ corpus, profiles }: Pick<Results, 'corpus' | 'profiles'>): string[] {
  const inReport = [
    'The split comes after augmentation (LSTM, CNN+LSTM): versions of one clip lie on both sides, so the test accuracy measures memory of clips as well as recognition. We reproduce this protocol because the report used it; each result carries its leak audit.',
    'The test rows are also the validation rows of every training stage, and stopping and learning rate follow them: a second leak. The accuracy we print first is that of the last epoch; "best epoch" is chosen on the test set.',
    'Clips of one speaker lie on both sides of every split, in the 2-D CNNs too: nothing here says how the networks do on a new voice.',
    'The report counts 1,443 clips (three disgust clips were duplicated in its folder); the corpus has 1,440, and 1,344 without neutral.',
    'The corpus holds one clip of actor 07 under two names (03-01-03-01-02-01-07 and 03-01-03-01-02-02-07, byte for byte the same); a random split may put them on both sides, here as in the report.',
    'The filters listed in the report for the 2-D CNNs leave one layer out in models 1 to 3; ours are the only ones that give its printed parameter counts.',
    'The MFCC images have 224 frames; the report prints 223.',
    'The report says the learning rate of the 2-D CNNs falls when the loss stops improving; its record never passes that callback to training. We train at a constant rate as its printed accuracies did; the profile "full" shows the variant with the callback beside it.',
    'The ReLU that the report gives to the LSTM belongs to its Dense layer; the LSTM uses tanh and sigmoid.',
    'The report reloads the best checkpoint before stages 2 to 4 into a variable that it never uses; training goes on from the last epoch, here too.',
    'The report calls the augmented data "two versions"; its rows are three a clip: original, noise, stretch then pitch.',
    'Random numbers differ: initial values, shuffling, dropout, the noise and the rows of the split come from our own seeded generator.',
  ];
  const here: string[] = [];
  if (corpus.synthetic) {
    here.push(
      'This run used a synthetic corpus of a few made-up voices: its figures show that the pipeline works and say nothing about the report.',
    );
  }
  for (const { name, summary } of profiles) {
    if (name === 'full') continue;
    const other = name === 'honest' ? 'none of it is in the report' : 'the report trained every network to the end';
    here.push(`This run used the profile "${name}" (${summary}); ${other}.`);
  }
  if (!corpus.synthetic && corpus.clips !== 1440)
    here.push(`This run found ${corpus.clips} of the corpus' 1,440 clips.`);
  return [inReport[0]!, ...here, ...inReport.slice(1)];
}
